using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Rules;

/// <summary>What two other services do, said in the same terms.</summary>
public class When_other_providers_limit_otherwise
{
    private static readonly Instant now = Deal.At(5, 5, 9);

    /// <summary>
    /// Amazon Bedrock: tokens a minute are input, cache writes and five times the output; all that may be written is
    /// reserved, and what was not is given back.
    /// </summary>
    [Fact]
    public void Bedrock_reserves_max_tokens_with_output_counted_five_times_and_gives_back_what_was_not_written()
    {
        var policy = Deal.Policy.WithSet(new RateLimit
        {
            Name = "bedrock",
            Input = 200_000,
            Burn = new TokenBurn(TokenBurn.One, TokenBurn.One, TokenBurn.One, 0, 5 * TokenBurn.One),
        });
        var terms = policy.Classes["opus"] with { Reserve = OutputReserve.MaxTokens };
        var desk = new Desk(policy);
        var organization = desk.Organization("bedrock");
        var estimate = new UsageEstimator(new EstimateTerms())
            .Estimate(account: 1, desk.Book.ClassNumber("opus"), textBytes: 40_000, maxTokens: 32_000, terms);

        // 10,000 + 5 × 32,000 = 170,000 of 200,000: the same request again does not fit, though little is ever written.
        var open = desk.Admits(organization, estimate, now, "opus");
        Assert.Equal(30_000, desk.State(organization, LimitKind.InputTokens, now).Remaining);
        var again = desk.Request(organization, estimate, "opus");
        Assert.Equal(now + Duration.FromSeconds(42), desk.Refuses(again, now).RetryAt);

        // Written: 1,000. 10,000 read from the cache are free: 5,000 in all.
        var actual = new TokenUsage(default, default, new(10_000), new(1_000));
        Assert.True(desk.Book.Settle(open, actual, now));
        Assert.Equal(195_000, desk.State(organization, LimitKind.InputTokens, now).Remaining);
        desk.Admits(again, now);
    }

    /// <summary>
    /// OpenAI's priority tier: above a million tokens a minute, use that grows by more than half within 15 minutes may
    /// be served as standard.
    /// </summary>
    [Fact]
    public void OpenAI_serves_priority_as_standard_where_use_grows_by_more_than_half_in_15_minutes()
    {
        const long million = 1_000_000;
        var desk = new Desk(Deal.Policy.WithSet(
            new RateLimit { Name = "tokens", Input = 4 * million },
            new AccelerationLimit
            {
                Name = "ramp",
                Lane = Lane.Priority,
                Interval = Duration.FromMinutes(15),
                Free = new Tokens(15 * million),
                Growth = new Factor(1.5),
                OnExceed = ExceedAction.Downgrade,
            }));
        var organization = desk.Organization("tokens");
        Lane Serve(Instant at)
        {
            var request = desk.Request(organization, Deal.Input(million)) with { Lane = Lane.Priority };
            var open = desk.Admits(request, at);
            var lane = open.Lane;
            Assert.True(desk.Book.Settle(open, Deal.Input(million), at));
            return lane;
        }

        int Priority(Instant from, int requests) => Enumerable.Range(0, requests)
            .Count(i => Serve(from + (Duration.FromSeconds(20) * i)) == Lane.Priority);

        // 15 million are free of the rule, whatever came before. 22.5 million are half as much again: the 23rd request
        // begins below that and is served, the others are served as standard.
        Assert.Equal(15, Priority(now, requests: 20));
        Assert.Equal(23, Priority(now + Duration.FromMinutes(15), requests: 40));
        Assert.Equal(35, Priority(now + Duration.FromMinutes(30), requests: 40));
    }

    /// <summary>A class whose answers are reserved by habit beside one whose answers are reserved in full.</summary>
    [Fact]
    public void A_learned_reserve_admits_more_at_once_than_max_tokens_does()
    {
        static int AtOnce(OutputReserve reserve)
        {
            var whole = Deal.Policy.Tiers["tier-4"].Rates["opus"] with { WholeOutput = true };
            var desk = new Desk(Deal.Policy.WithTiers(new TierTerms(
                "tier-4", new[] { "opus" }.ToFrozenDictionary(name => name, _ => whole))));
            var organization = desk.Organization("tier-4");
            var terms = Deal.Policy.Classes["opus"] with { Reserve = reserve };
            var estimator = new UsageEstimator(new EstimateTerms());
            var number = desk.Book.ClassNumber("opus");
            for (var i = 0; i < 100; i++)
                estimator.Learn(1, number, 400, Deal.Output(500), Deal.Output(1_000), isComplete: true);
            var estimate = estimator.Estimate(1, number, textBytes: 400, maxTokens: 32_000, terms);
            var admitted = 0;
            while (desk.Book.TryReserve(desk.Request(organization, estimate, "opus"), now, out _, out _))
                admitted++;
            return admitted;
        }

        Assert.Equal(12, AtOnce(OutputReserve.MaxTokens));
        Assert.InRange(AtOnce(OutputReserve.Learned), 700, 800);
    }
}
