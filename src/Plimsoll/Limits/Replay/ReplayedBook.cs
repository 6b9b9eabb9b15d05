using System.Diagnostics;

namespace Plimsoll.Limits.Replay;

/// <summary>
/// A book that the events of a log happen to, under any policy. Usage that the log does not know, because a request was
/// refused when it was recorded, is taken to be its estimate, settled at once. Not thread-safe.
/// </summary>
/// <param name="timeline">The policy.</param>
public sealed class ReplayedBook(PolicyTimeline timeline)
{
    private readonly HashSet<string> traits = [.. TraitsOf(timeline)];

    private readonly Dictionary<string, ScopePath> paths = [];
    private readonly Dictionary<string, ScopeTerms> terms = [];
    private readonly Dictionary<string, ScopeLevel> levels = [];
    private readonly Dictionary<string, Reservation> reservations = [];
    private readonly Dictionary<string, ResetGrant> grants = [];
    private readonly Dictionary<string, UInt128> numbers = [];
    private readonly HashSet<string> assumed = [];

    /// <summary>The book; another one after each <see cref="BookOpened"/>.</summary>
    public LimitBook Book { get; private set; } = new(timeline);

    /// <summary>Whether the usage of the request that was applied last is assumed.</summary>
    public bool IsAssumed { get; private set; }

    /// <summary>Path of a scope; null when it was not added.</summary>
    public ScopePath? PathOf(ScopeName scope) => paths.TryGetValue(scope.Text, out var path) ? path : null;

    /// <summary>What a scope carries; null when it was not added.</summary>
    public ScopeTerms? TermsOf(ScopeName scope) => terms.GetValueOrDefault(scope.Text);

    /// <summary>The scope of a level that a scope is or stands beneath; null when there is none.</summary>
    public ScopeName? At(ScopeName scope, ScopeLevel level)
    {
        for (ScopeName? at = scope; at is { } one; at = one.Above)
        {
            if (levels.TryGetValue(one.Text, out var found) && found == level)
                return one;
        }

        return null;
    }

    /// <summary>The request that an event asks this book for.</summary>
    public LimitRequest RequestOf(RequestAsked asked) => new()
    {
        Scope = paths[asked.Scope.Text],
        Class = Book.ClassNumber(asked.Class),
        Product = asked.Product is { } product ? Book.ProductNumber(product) : 0,
        Traits = asked.Traits.Where(traits.Contains).Aggregate(0UL, (all, one) => all | Book.TraitBit(one)),
        Lane = asked.Lane,
        Requests = asked.Requests,
        Estimate = asked.Estimate,
        Consents = asked.Consents,
        Id = NumberOf(asked.Request),
    };

    /// <summary>Asks for admission as an event did.</summary>
    /// <returns>What this book decides.</returns>
    /// <exception cref="OverflowException">The estimate is beyond what can be counted.</exception>
    public RecordedDecision Ask(RequestAsked asked)
    {
        var request = RequestOf(asked);
        IsAssumed = false;

        // Whoever was served does not ask again, however long after: the book forgets names, the log does not.
        if (assumed.Contains(asked.Request))
            return new RecordedDecision.Duplicate();
        if (Book.TryReserve(request, asked.At, out var reservation, out var refusal))
            reservations[asked.Request] = reservation;
        var decision = RecordedDecision.Of(reservation, refusal);
        IsAssumed = decision is RecordedDecision.Admitted && !asked.Decision.IsAdmitted;
        if (IsAssumed)
        {
            assumed.Add(asked.Request);
            Book.Settle(reservation, asked.Estimate, asked.At);
        }

        return decision;
    }

    /// <summary>Lets a user use a grant as an event did.</summary>
    /// <returns>What comes of it in this book.</returns>
    public ResetResult Use(GrantUsed used) => Book.UseGrant(
        paths[used.Scope.Text], grants[used.Grant], NumberOf(used.Request), used.At);

    /// <summary>
    /// Lets an event happen. One about a request that this book did not admit does nothing, as it would not have come.
    /// </summary>
    /// <exception cref="OverflowException">What is used is beyond what can be counted.</exception>
    public void Apply(LimitEvent one)
    {
        switch (one)
        {
            case BookOpened:
                Open();
                break;
            case RequestAsked asked:
                Ask(asked);
                break;
            case UsageReported reported:
                Book.Report(ReservationOf(reported.Request), reported.SoFar, one.At);
                break;
            case RequestSettled settled:
                Book.Settle(ReservationOf(settled.Request), settled.Actual, one.At);
                break;
            case RequestReleased released:
                Book.Release(ReservationOf(released.Request), one.At);
                break;
            default:
                ApplySetting(one);
                break;
        }
    }

    private void ApplySetting(LimitEvent one)
    {
        switch (one)
        {
            case PolicyAdopted adopted:
                traits.UnionWith(TraitsOf(adopted.Timeline));
                Book.Adopt(adopted.Timeline, one.At);
                break;
            case ScopeAdded added:
                Add(added);
                break;
            case ScopeChanged changed:
                terms[changed.Scope.Text] = new ScopeTerms(changed.Sets, changed.WeekAnchor);
                Book.Change(paths[changed.Scope.Text], terms[changed.Scope.Text], one.At);
                break;
            case ScopeRemoved removed:
                paths.Remove(removed.Scope.Text);
                break;
            case WindowsReset { Scope: { } scope } reset:
                Book.Reset(paths[scope.Text], reset.Clears, NumberOf(reset.Reset), one.At);
                break;
            case WindowsReset reset:
                Book.ResetEverybody(reset.Clears, NumberOf(reset.Reset), one.At);
                break;
            case GrantDefined defined:
                grants[defined.Grant.Id] = defined.Grant;
                break;
            case GrantUsed used:
                Use(used);
                break;
            case OverageSet set:
                Book.SetOverage(paths[set.Scope.Text], set.IsEnabled, set.Daily, set.Monthly, one.At);
                break;
            case ConsentSet consent:
                Book.SetConsent(paths[consent.Scope.Text], consent.Consents, one.At);
                break;
            case CreditBought bought:
                Book.Buy(paths[bought.Scope.Text], bought.Credit, one.At);
                break;
            default:
                throw new UnreachableException($"Unknown event {one}.");
        }
    }

    private void Open()
    {
        Book = new LimitBook(timeline);
        paths.Clear();
        terms.Clear();
        levels.Clear();
        reservations.Clear();
        grants.Clear();
    }

    private void Add(ScopeAdded added)
    {
        // A scope begins under the policy of its own instant, not of the latest event.
        Book.Advance(added.At);
        var above = added.Scope.Above is { } name ? paths[name.Text] : default;
        terms[added.Scope.Text] = new ScopeTerms(added.Sets, added.WeekAnchor);
        levels[added.Scope.Text] = added.Level;
        paths[added.Scope.Text] = Book.Add(above, added.Level, terms[added.Scope.Text]);
    }

    private static IEnumerable<string> TraitsOf(PolicyTimeline timeline) =>
        timeline.Versions.SelectMany(version => version.Allowances).Select(one => one.Trait).OfType<string>();

    private Reservation ReservationOf(string request) => reservations.GetValueOrDefault(request);

    private UInt128 NumberOf(string name)
    {
        if (!numbers.TryGetValue(name, out var number))
            numbers[name] = number = (UInt128)(numbers.Count + 1);
        return number;
    }
}
