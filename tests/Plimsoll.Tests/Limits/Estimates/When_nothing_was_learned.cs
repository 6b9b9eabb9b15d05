using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Estimates;

public class When_nothing_was_learned
{
    private readonly UsageEstimator estimator = new(new EstimateTerms());

    [Fact]
    public void The_output_is_what_the_class_expects() => Assert.Equal(1000, estimator.Expects(account: 1));

    [Fact]
    public void It_is_never_above_what_the_request_allows() => Assert.Equal(64, estimator.Expects(1, most: 64));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    [InlineData(5, 2)]
    [InlineData(4_000_001, 1_000_001)]
    public void Four_bytes_are_taken_for_a_token_rounded_up(long bytes, long tokens)
    {
        var estimate = estimator.Estimate(1, Habits.Class, bytes, null, Habits.Terms);
        Assert.Equal(new TokenUsage(new Tokens(tokens), default, default, new Tokens(1000)), estimate);
    }

    [Fact]
    public void There_is_no_error_to_report()
    {
        Assert.Equal(new EstimateError(0, 0, 0.9, 0, 0), estimator.Error(Habits.Class));
        Assert.Null(estimator.Error(Habits.Class).Coverage);
        Assert.Null(estimator.Error(Habits.Class).Ratio);
        Assert.Null(estimator.Error(account: 1, Habits.Class));
    }

    [Fact]
    public void A_class_that_reserves_max_tokens_does_so_where_the_request_names_them()
    {
        var terms = Habits.Terms with { Reserve = OutputReserve.MaxTokens };
        Assert.Equal(32_000, estimator.Estimate(1, Habits.Class, 4, 32_000, terms).Output.Value);
        Assert.Equal(1000, estimator.Estimate(1, Habits.Class, 4, null, terms).Output.Value);
    }

    [Fact]
    public void Terms_out_of_range_are_all_named_at_once()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new UsageEstimator(new EstimateTerms { Target = new Share(1), Capacity = 7 }));
        Assert.Contains("Target is 1; expected a share above 0 and below 1.", error.Message, StringComparison.Ordinal);
        Assert.Contains("Capacity is 7; expected 8 to 16777216", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(
            () => new UsageEstimator(new EstimateTerms { Target = new Share(double.NaN) }));
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Estimate(1, -1, 4, null, Habits.Terms));
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Estimate(1, 65_536, 4, null, Habits.Terms));
        Assert.Throws<ArgumentOutOfRangeException>(() => estimator.Estimate(1, 0, -1, null, Habits.Terms));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => estimator.Learn(1, 0, 4, Habits.Output(-1), Habits.Output(1), isComplete: true));
    }
}
