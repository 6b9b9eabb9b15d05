using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Replay;

/// <summary>A live book whose every call is recorded, as a gateway does it.</summary>
internal sealed class Recorded
{
    public static readonly ScopeName Acme = ScopeName.Parse("acme");
    public static readonly ScopeName Alice = ScopeName.Parse("acme/alice");
    public static readonly ScopeName Laptop = ScopeName.Parse("acme/alice/laptop");
    public static readonly ScopeName Bob = ScopeName.Parse("acme/bob");
    public static readonly ScopeName[] Scopes = [Acme, Alice, Laptop, Bob];

    private readonly Dictionary<ScopeName, ScopePath> paths = [];
    private readonly Dictionary<string, (UInt128 Id, Reservation Reservation)> requests = [];
    private readonly List<LimitEvent> events = [];
    private readonly LimitBook book;

    public Recorded(PolicyTimeline timeline)
    {
        book = new LimitBook(timeline);
        events.Add(new BookOpened(Start));
        Add(Acme, ScopeLevel.Organization, "shared");
        Add(Alice, ScopeLevel.Seat, "pro");
        Add(Laptop, ScopeLevel.Key, "tight");
        Add(Bob, ScopeLevel.Seat, "pro");
    }

    public static Instant Start { get; } = InstantText.TryParse("2026-05-06T09:03:00Z")!.Value;

    public LimitLog Log => new([.. events.Select((one, index) => new LimitLog.Line(index + 1, one))]);

    public static Instant After(double minutes) => Start + Duration.FromSeconds(minutes * 60);

    /// <summary>One credit a token; 1000 in a session of five hours, 5000 in a week.</summary>
    public static Policy Policy(double session = 1000, params ImmutableArray<Allowance> allowances) => new()
    {
        EffectiveFrom = default,
        Changes = [],
        SessionLength = Duration.FromHours(5),
        SessionGrid = Duration.FromMinutes(10),
        Classes = new[] { "opus", "haiku" }.ToFrozenDictionary(name => name, name => new ClassTerms(
            name,
            [name],
            new CreditWeights(Credits.From(1), Credits.From(1), Credits.From(1), Credits.From(1)),
            new Tokens(100))),
        Plans = Named(new PlanTerms("pro", "Pro", Credits.From(session), Credits.From(5000))
        {
            Further = [new OverageTerms { Name = "extra", Daily = MicroUsd.From(0.01) }],
        }, plan => plan.Name),
        Tiers = FrozenDictionary<string, TierTerms>.Empty,
        Sets = new[]
        {
            new LimitSet("shared",
            [
                new ConcurrencyLimit { Name = "at once", Limit = 6 },
                new SpendLimit { Name = "month", Period = SpendPeriod.Month, Limit = MicroUsd.From(1) },
            ]),
            new LimitSet("tight", [new RateLimit { Name = "rate", Requests = 2, Input = 800, Output = 800 }]),
        }.ToFrozenDictionary(set => set.Name),
        Allowances = allowances,
    };

    public static PolicyTimeline Timeline(params Policy[] versions) => new(versions);

    public RecordedDecision Ask(
        double minutes,
        string request,
        ScopeName scope,
        TokenUsage estimate,
        Lane lane = Lane.Standard,
        string name = "opus")
    {
        var at = After(minutes);
        var id = requests.TryGetValue(request, out var known) ? known.Id : (UInt128)(requests.Count + 77);
        book.TryReserve(new LimitRequest
        {
            Scope = paths[scope],
            Class = book.ClassNumber(name),
            Product = book.ProductNumber("code"),
            Estimate = estimate,
            Lane = lane,
            Id = id,
        }, at, out var reservation, out var refusal);
        requests[request] = (id, refusal is null ? reservation : known.Reservation);
        var decision = RecordedDecision.Of(reservation, refusal);
        events.Add(new RequestAsked(at)
        {
            Request = request,
            Scope = scope,
            Class = name,
            Product = "code",
            Lane = lane,
            Estimate = estimate,
            Decision = decision,
        });
        return decision;
    }

    public void Report(double minutes, string request, TokenUsage usage)
    {
        book.Report(requests[request].Reservation, usage, After(minutes));
        events.Add(new UsageReported(After(minutes), request, usage));
    }

    public void Settle(double minutes, string request, TokenUsage usage)
    {
        book.Settle(requests[request].Reservation, usage, After(minutes));
        events.Add(new RequestSettled(After(minutes), request, usage));
    }

    public void Release(double minutes, string request)
    {
        book.Release(requests[request].Reservation, After(minutes));
        events.Add(new RequestReleased(After(minutes), request));
    }

    public void Overage(double minutes, ScopeName scope, bool isOn)
    {
        book.SetOverage(paths[scope], isOn, null, null, After(minutes));
        book.SetConsent(paths[scope], isOn, After(minutes));
        events.Add(new OverageSet(After(minutes), scope, isOn, null, null));
        events.Add(new ConsentSet(After(minutes), scope, isOn));
    }

    public void Reset(double minutes, string name, ScopeName? scope)
    {
        UInt128 id = UInt128.Parse(name, null);
        if (scope is { } one)
            book.Reset(paths[one], ResetOrder.Everything, id, After(minutes));
        else
            book.ResetEverybody(ResetOrder.Everything, id, After(minutes));
        events.Add(new WindowsReset(After(minutes), name, scope, ResetOrder.Everything));
    }

    public ResetResult Grant(double minutes, ResetGrant grant, ScopeName scope, string request)
    {
        var result = book.UseGrant(paths[scope], grant, UInt128.Parse(request, null), After(minutes));
        events.Add(new GrantDefined(After(minutes), grant));
        events.Add(new GrantUsed(After(minutes), scope, grant.Id, request, result));
        return result;
    }

    public void Change(double minutes, ScopeName scope, params ImmutableArray<string> sets)
    {
        book.Change(paths[scope], new ScopeTerms(sets, Start), After(minutes));
        events.Add(new ScopeChanged(After(minutes), scope, sets, Start));
    }

    public void Adopt(double minutes, PolicyTimeline timeline)
    {
        book.Adopt(timeline, After(minutes));
        events.Add(new PolicyAdopted(After(minutes), timeline));
    }

    public ImmutableArray<LimitState> States(ScopeName scope, double minutes) =>
        book.States(paths[scope], null, After(minutes));

    private void Add(ScopeName scope, ScopeLevel level, string set)
    {
        var above = scope.Above is { } name ? paths[name] : default;
        paths[scope] = book.Add(above, level, new ScopeTerms([set], Start));
        events.Add(new ScopeAdded(Start, scope, level, [set], Start));
    }

    private static FrozenDictionary<string, T> Named<T>(T one, Func<T, string> name) =>
        new[] { one }.ToFrozenDictionary(name);
}
