using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Estimates;

public class When_an_account_has_habits
{
    private readonly UsageEstimator estimator = new(new EstimateTerms());

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(0.99)]
    public void The_target_share_of_its_answers_is_covered(double target)
    {
        var learner = new UsageEstimator(new EstimateTerms { Target = new Share(target) });
        foreach (var written in Habits.Drawn(20_000, most: 2000))
            learner.Serves(account: 1, written);
        Assert.InRange(learner.Error(Habits.Class).Coverage!.Value, target - 0.005, target + 0.005);
        Assert.InRange(learner.Expects(account: 1), 2000 * target * 0.9, 2000 * target * 1.1);
    }

    [Fact]
    public void Each_account_is_estimated_by_its_own()
    {
        for (var i = 0; i < 2000; i++)
        {
            estimator.Serves(account: 1, written: 50);
            estimator.Serves(account: 2, written: 5000);
        }

        Assert.InRange(estimator.Expects(account: 1), 45, 60);
        Assert.InRange(estimator.Expects(account: 2), 4500, 5500);
    }

    [Fact]
    public void A_new_account_is_estimated_by_its_class()
    {
        for (var i = 0; i < 500; i++)
            estimator.Serves(account: 1, written: 200);
        Assert.InRange(estimator.Expects(account: 2), 200, 215);
    }

    [Fact]
    public void A_thin_account_stands_between_its_class_and_its_own_answers()
    {
        for (var i = 0; i < 2000; i++)
            estimator.Serves(account: 1, written: 100);
        var before = estimator.Expects(account: 2);
        var seen = new List<long>();
        for (var i = 0; i < 100; i++)
        {
            estimator.Serves(account: 2, written: 10_000);
            seen.Add(estimator.Expects(account: 2));
        }

        Assert.InRange(before, 100, 110);
        Assert.InRange(seen[0], before, 200);
        Assert.InRange(seen[^1], 8000, 14_000);
    }

    [Fact]
    public void Answers_to_long_texts_are_told_from_those_to_short_ones()
    {
        for (var i = 0; i < 2000; i++)
        {
            estimator.Serves(account: 1, written: 1000, text: 400);
            estimator.Serves(account: 1, written: 20, text: 40_000);
        }

        Assert.InRange(estimator.Expects(account: 1, text: 400), 900, 1200);
        Assert.InRange(estimator.Expects(account: 1, text: 40_000), 17, 25);
        Assert.InRange(estimator.Expects(account: 7, text: 40_000), 20, 25);
    }

    [Fact]
    public void Changed_habits_are_followed()
    {
        for (var i = 0; i < 5000; i++)
            estimator.Serves(account: 1, written: 100);
        for (var i = 0; i < 200; i++)
            estimator.Serves(account: 1, written: 3200);
        Assert.InRange(estimator.Expects(account: 1), 3000, 4500);
    }

    [Fact]
    public void Input_that_comes_from_the_cache_is_not_estimated_as_new()
    {
        var actual = new TokenUsage(new Tokens(10), new Tokens(90), new Tokens(900), new Tokens(100));
        for (var i = 0; i < 100; i++)
            estimator.Learn(1, Habits.Class, Habits.Text, actual, Habits.Output(100), isComplete: true);
        var estimate = estimator.Estimate(1, Habits.Class, Habits.Text, null, Habits.Terms);
        var stranger = estimator.Estimate(2, Habits.Class, Habits.Text, null, Habits.Terms);

        Assert.InRange(estimate.CacheRead.Value, 890, 900);
        Assert.InRange(estimate.CacheWrite.Value, 85, 90);
        Assert.Equal(stranger.Input, estimate.Input + estimate.CacheRead + estimate.CacheWrite);
        Assert.Equal(new Tokens(1000), stranger.Input);
    }

    [Fact]
    public void Bytes_in_a_token_are_learned_for_the_class()
    {
        var actual = new TokenUsage(new Tokens(2000), default, default, new Tokens(1));
        for (var i = 0; i < 1000; i++)
            estimator.Learn((ulong)i, Habits.Class, 4000, actual, Habits.Output(1), isComplete: true);
        Assert.InRange(estimator.Estimate(1, Habits.Class, 4000, null, Habits.Terms).Input.Value, 1995, 2000);
        Assert.Equal(1000, estimator.Estimate(1, modelClass: 4, 4000, null, Habits.Terms).Input.Value);
    }

    [Fact]
    public void Input_that_was_no_text_teaches_nothing_about_bytes()
    {
        var picture = new TokenUsage(new Tokens(1600), default, default, new Tokens(1));
        for (var i = 0; i < 100; i++)
            estimator.Learn(1, Habits.Class, 40, picture, Habits.Output(1), isComplete: true);
        Assert.Equal(1000, estimator.Estimate(1, Habits.Class, 4000, null, Habits.Terms).Input.Value);
    }
}
