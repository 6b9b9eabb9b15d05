using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Scenarios.Tests.Compile;

/// <summary>What the format says of limits, as the book of limits that it is compiled for keeps it.</summary>
public class When_a_written_policy_is_enforced
{
    private const string Limits = """
        include: [small.yaml]
        evidence: {kind: assumed, note: fixture}
        classes:
          opus:
            credits: {cache-write-long: 1 credits}
            price: {input: 5 USD/M tokens, output: 25 USD/M tokens}
        plans:
          pro:
            weeks:
              opus: {share: 20 %}
          max-5x:
            weeks:
              opus: {share: 0 %}
            overage: {monthly: 50 USD}
        tier-limits:
          tier-1:
            spend:
              month: {period: month, limit: 100 USD, cap: tier}
            batch: {requests: 1k requests/min, queue: 5k}
        limits:
          fresh:
            spend:
              day: {period: day, limit: 1 USD, cap: operator}
        changes:
          nights:
            title: Nights
            effective: 2026-01-01
            until: 2026-02-01
            allowances:
              doubled: {window: session, plans: [pro], factor: 2x, bonus-outside-week: true,
                when: {days: every day, from: "22:00", to: "06:00", zone: UTC}}
              half-price: {window: spend, plans: [tier-1], lane: batch, factor: 2x}
        """;

    private static readonly Instant night = Instant.FromDate(new DateOnly(2026, 1, 8)) + Duration.FromHours(23);

    private readonly LimitBook book = new(PolicyCompiler.Compile(Spec()));

    private static Format.ScenarioSpec Spec()
    {
        var directory = Directory.CreateTempSubdirectory("plimsoll-");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "s.yaml"), Limits);
            File.WriteAllText(Path.Combine(directory.FullName, "small.yaml"), Scenario.SmallText);
            return Scenario.Document(ScenarioFile.Load(Path.Combine(directory.FullName, "s.yaml"))).Spec;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private ScopePath Seat(params string[] sets) => book.Add(default, ScopeLevel.Seat, new ScopeTerms([.. sets]));

    private Refusal? Use(
        ScopePath path, string modelClass, long input, Instant now, Lane lane = Lane.Standard, int requests = 1)
    {
        var usage = new TokenUsage(new Tokens(input), default, default, default);
        var request = new LimitRequest
        {
            Scope = path,
            Class = book.ClassNumber(modelClass),
            Estimate = usage,
            Lane = lane,
            Requests = requests,
        };
        if (!book.TryReserve(request, now, out var reservation, out var refusal))
            return refusal;
        book.Settle(reservation, usage, now);
        return null;
    }

    private long Used(ScopePath path, string name, Instant now) =>
        book.States(path, null, now).Single(state => state.Terms.Name == name).Used;

    /// <summary>Haiku weighs 0.133 credits a token: so many tokens are a session of 550k credits.</summary>
    private void FillSession(ScopePath path, Instant now)
    {
        while (Use(path, "haiku", 137_845, now) is null)
        {
        }
    }

    [Fact]
    public void A_full_session_with_a_bonus_outside_of_the_week_takes_what_one_without_took()
    {
        var (promoted, ordinary) = (Seat("pro"), Seat("pro"));

        FillSession(promoted, night);
        FillSession(ordinary, night + Duration.FromHours(12));

        var later = night + Duration.FromHours(13);
        Assert.InRange(Used(promoted, "week", later) / 550e9, 1, 1.04);
        Assert.InRange(Used(ordinary, "week", later) / 550e9, 1, 1.04);
    }

    [Fact]
    public void The_order_in_which_requests_settle_does_not_change_what_the_week_is_charged()
    {
        var (small, large) = (Seat("pro"), Seat("pro"));
        var usages = new long[] { 1, 70_001, 333_333, 2 };

        foreach (var usage in usages)
            Use(small, "haiku", usage, night);
        foreach (var usage in usages.Reverse())
            Use(large, "haiku", usage, night);

        Assert.Equal(Used(small, "week", night), Used(large, "week", night));
    }

    [Fact]
    public void A_week_of_one_class_is_debited_beside_the_week_and_refuses_that_class_alone()
    {
        var seat = Seat("pro");
        var day = Instant.FromDate(new DateOnly(2026, 3, 2));
        Refusal? refusal = null;
        for (var now = day; refusal is null; now += Duration.FromHours(6))
            refusal = Use(seat, "opus", 400_000, now);

        var rejected = Assert.IsType<Refusal.Rejected>(refusal);
        Assert.Equal("week-opus", rejected.Binding.Terms.Name);
        Assert.Equal(4 * 400_000 * 667_000L, Used(seat, "week-opus", day + Duration.FromHours(24)));
        Assert.Null(Use(seat, "haiku", 1000, day + Duration.FromHours(24)));
    }

    [Fact]
    public void A_class_without_any_of_the_week_is_left_to_overage()
    {
        var seat = Seat("max-5x");
        var now = Instant.FromDate(new DateOnly(2026, 3, 2));

        Assert.NotNull(Use(seat, "opus", 1000, now));
        book.SetOverage(seat, isEnabled: true, daily: null, monthly: null, now);
        book.SetConsent(seat, consents: true, now);
        Assert.Null(Use(seat, "opus", 1000, now));
    }

    [Fact]
    public void Batches_have_a_lane_with_a_queue_and_half_the_price()
    {
        var organization = Seat("tier-1");

        Assert.NotNull(Use(organization, "opus", 1000, night, Lane.Batch, requests: 5001));
        Assert.Null(Use(organization, "opus", 1_000_000, night, Lane.Batch, requests: 1000));
        Assert.Equal(2_500_000, Used(organization, "month", night));
    }

    [Fact]
    public void A_set_stands_beside_a_plan()
    {
        var seat = Seat("pro", "fresh");
        var now = Instant.FromDate(new DateOnly(2026, 3, 2));

        Assert.Null(Use(seat, "opus", 250_000, now));
        var rejected = Assert.IsType<Refusal.Rejected>(Use(seat, "opus", 1, now));
        Assert.Equal("day", rejected.Binding.Terms.Name);
        Assert.Equal(now + Duration.FromDays(1), rejected.RetryAt);
    }
}
