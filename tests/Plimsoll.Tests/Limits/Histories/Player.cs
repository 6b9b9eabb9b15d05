using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>What a book answered to a request.</summary>
internal sealed record Answer(bool IsAdmitted, Reservation Reservation, Refusal? Refusal);

/// <summary>Takes the steps of a history on a book, and remembers them to tell another book the same.</summary>
internal sealed class Player
{
    private readonly History history;
    private readonly List<(Step Step, Instant At)> taken = [];
    private readonly List<TokenUsage> estimates = [];
    private readonly Shelf shelf;

    public Player(History history)
    {
        this.history = history;
        Timeline = new PolicyTimeline(history.Versions);
        Book = new LimitBook(new PolicyTimeline(history.Versions));
        Book.NoteChanges();
        foreach (var scope in history.Scopes)
            Add(scope.Above, scope.Level, History.Terms(scope.Sets));
        shelf = new Shelf(this);
        shelf.Note();
    }

    public LimitBook Book { get; set; }

    /// <summary>Which scope each reservation was made for.</summary>
    public List<int> Places { get; } = [];

    /// <summary>Every scope: its place, and what it carried when it was added.</summary>
    public List<(int? Above, ScopeLevel Level, ScopeTerms Terms)> Scopes { get; } = [];

    /// <summary>The policy that the book goes by.</summary>
    public PolicyTimeline Timeline { get; private set; }

    public List<ScopePath> Paths { get; } = [];

    /// <summary>Every request that was admitted, also those that have ended.</summary>
    public List<Reservation> Reservations { get; } = [];

    /// <summary>Makes the call of a step at an instant, whatever its own clock says.</summary>
    /// <returns>What the call answers; null where it answers nothing.</returns>
    public object? Take(Step step, Instant now)
    {
        taken.Add((step, now));
        var answer = Do(step, now);
        shelf.Note();
        return answer;
    }

    private object? Do(Step step, Instant now)
    {
        if (step.Act == Act.Reserve)
            return Reserve(step, now);
        if (step.Act == Act.Add)
            return Add(step);
        return step.Act is Act.Report or Act.Settle or Act.Release ? End(step, now) : Govern(step, now);
    }

    /// <summary>Another book that was told the same.</summary>
    public Player Again()
    {
        var again = new Player(history);
        foreach (var (step, at) in taken)
            again.Take(step, at);
        return again;
    }

    /// <summary>Which scope a step is about.</summary>
    public int ScopeOf(Step step) => step.Scope % Paths.Count;

    /// <summary>Which reservation a step ends or reports on; null when there are none.</summary>
    public int? WhichOf(Step step) => Reservations.Count == 0 ? null : step.Pick % Reservations.Count;

    /// <summary>What a step reports or settles: sometimes just what was estimated.</summary>
    public TokenUsage UsageOf(Step step) => step.Id % 3 == 1 ? estimates[WhichOf(step)!.Value] : step.Usage;

    /// <summary>How many requests a step settles, be they more or fewer than are held; null: as many.</summary>
    public static int? RequestsOf(Step step) => step.Requests == 0 ? null : step.Requests;

    public LimitRequest Request(Step step) => new()
    {
        Scope = Paths[ScopeOf(step)],
        Class = Book.ClassNumber(step.Class),
        Estimate = step.Usage,
        Product = Book.ProductNumber(step.Product),
        Traits = step.Trait is { } trait ? Book.TraitBit(trait) : 0,
        Lane = step.Lane,
        Requests = step.Requests,
        Id = (UInt128)step.Id,
        Consents = step.Consents,
    };

    private Answer Reserve(Step step, Instant now)
    {
        var isAdmitted = Book.TryReserve(Request(step), now, out var reservation, out var refusal);
        if (isAdmitted && !reservation.IsRepeated)
        {
            Reservations.Add(reservation);
            Places.Add(ScopeOf(step));
            estimates.Add(step.Usage);
        }

        return new Answer(isAdmitted, reservation, refusal);
    }

    private bool? End(Step step, Instant now)
    {
        if (WhichOf(step) is not { } which)
            return null;
        return step.Act switch
        {
            Act.Report => Book.Report(Reservations[which], UsageOf(step), now),
            Act.Settle => RequestsOf(step) is { } requests
                ? Book.Settle(Reservations[which], UsageOf(step), requests, now)
                : Book.Settle(Reservations[which], UsageOf(step), now),
            _ => Book.Release(Reservations[which], now),
        };
    }

    private ScopeLevel? Add(Step step)
    {
        var above = ScopeOf(step);
        if (Scopes[above].Level == ScopeLevel.Key || Paths.Count > 9)
            return null;
        var level = Scopes[above].Level + 1;
        Add(above, level, history.OtherTerms(step));
        return level;
    }

    private void Add(int? above, ScopeLevel level, ScopeTerms terms)
    {
        Paths.Add(Book.Add(above is { } number ? Paths[number] : default, level, terms));
        Scopes.Add((above, level, terms));
    }

    private object? Govern(Step step, Instant now)
    {
        var path = Paths[ScopeOf(step)];
        switch (step.Act)
        {
            case Act.Change:
                Book.Change(path, history.OtherTerms(step), now);
                return null;
            case Act.Adopt:
                Timeline = new PolicyTimeline(history.Others);
                Book.Adopt(Timeline, now);
                return null;
            case Act.Store:
                shelf.Restore();
                return null;
            case Act.StoreElsewhere:
                Timeline = new PolicyTimeline(history.Others);
                shelf.MoveTo(Timeline);
                return null;
            case Act.StoreOne:
                shelf.Exchange(step);
                return null;
            case Act.Reset:
                return Book.Reset(path, step.Order, (UInt128)step.Id, now);
            case Act.ResetEverybody:
                return Book.ResetEverybody(step.Order, (UInt128)step.Id, now);
            case Act.UseGrant:
                return Book.UseGrant(path, history.GrantOf(step), (UInt128)step.Id, now);
            case Act.SetOverage:
                return Book.SetOverage(path, step.Flag, step.DailyCap, step.MonthlyCap, now);
            case Act.SetConsent:
                return Book.SetConsent(path, step.Flag, now);
            default:
                return Book.Buy(path, step.Credit, now);
        }
    }
}
