using Plimsoll.Limits.Estimates;

namespace Plimsoll.Tests.Limits.Estimates;

public class When_estimates_are_judged
{
    private readonly UsageEstimator estimator = new(new EstimateTerms());

    [Fact]
    public void What_was_estimated_stands_beside_what_was_written()
    {
        void Learn(ulong account, long estimated, long written) => estimator.Learn(
            account, Habits.Class, Habits.Text, Habits.Output(written), Habits.Output(estimated), isComplete: true);
        Learn(1, estimated: 100, written: 50);
        Learn(1, estimated: 100, written: 100);
        Learn(2, estimated: 100, written: 350);

        var own = estimator.Error(account: 1, Habits.Class)!.Value;
        Assert.Equal(new EstimateError(Samples: 2, Covered: 2, Target: 0.9, Estimated: 200, Written: 150), own);
        var all = estimator.Error(Habits.Class);
        Assert.Equal(new EstimateError(Samples: 3, Covered: 2, Target: 0.9, Estimated: 300, Written: 500), all);
        Assert.Equal(2.0 / 3, all.Coverage);
        Assert.Equal(0.6, all.Ratio);
    }

    [Fact]
    public void Other_classes_are_judged_apart()
    {
        estimator.Serves(account: 1, written: 10);
        Assert.Equal(1, estimator.Error(Habits.Class).Samples);
        Assert.Equal(0, estimator.Error(modelClass: 0).Samples);
        Assert.Null(estimator.Error(account: 1, modelClass: 0));
    }

    [Fact]
    public void Reading_changes_nothing()
    {
        estimator.Serves(account: 1, written: 10);
        var before = estimator.Expects(account: 1);
        for (var i = 0; i < 10; i++)
            estimator.Error(account: 1, Habits.Class);
        Assert.Equal(before, estimator.Expects(account: 1));
    }
}
