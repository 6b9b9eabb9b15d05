using Plimsoll.Limits.Estimates;

namespace Plimsoll.Tests.Limits.Estimates;

public class When_an_answer_is_cut_off
{
    private readonly UsageEstimator estimator = new(new EstimateTerms());

    public When_an_answer_is_cut_off()
    {
        for (var i = 0; i < 200; i++)
            estimator.Serves(account: 1, written: 400);
    }

    [Fact]
    public void It_does_not_teach_that_answers_are_short()
    {
        var before = estimator.Expects(account: 1);
        for (var i = 0; i < 200; i++)
            estimator.Serves(account: 1, written: 3, isComplete: false);
        Assert.Equal(before, estimator.Expects(account: 1));
    }

    [Fact]
    public void It_teaches_that_they_are_longer_than_was_estimated()
    {
        var before = estimator.Expects(account: 1);
        estimator.Serves(account: 1, written: 4000, isComplete: false);
        Assert.True(estimator.Expects(account: 1) > before);
    }

    [Fact]
    public void It_is_not_counted_as_an_error_or_a_success()
    {
        estimator.Serves(account: 1, written: 3, isComplete: false);
        estimator.Serves(account: 1, written: 4000, isComplete: false);
        Assert.Equal(200, estimator.Error(Habits.Class).Samples);
        Assert.Equal(200, estimator.Error(account: 1, Habits.Class)!.Value.Samples);
    }
}
