using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Estimates;

public class When_anything_is_estimated
{
    private static readonly Gen<long> lengths = Gen.OneOf(
        Gen.Choose(0, 40).Select(value => (long)value),
        Gen.Choose(0, 200_000).Select(value => (long)value),
        Gen.Elements(0L, 1_048_575L, 1_048_576L, 9_000_000_000L, 1L << 40));

    private static readonly Gen<Step> steps =
        from account in Gen.Choose(0, 40)
        from modelClass in Gen.Choose(0, 2)
        from text in lengths
        from most in Gen.OneOf(Gen.Constant((long?)null), lengths.Select(value => (long?)value))
        from written in lengths
        from read in lengths
        from isComplete in Gen.Elements(true, true, true, false)
        select new Step((ulong)account, modelClass, text, most, written, read, isComplete);

    [Fact]
    public void It_is_the_same_each_time_and_within_bounds()
    {
        var holds = Prop.ForAll(Arb.From(Gen.ListOf(steps)), history =>
        {
            var first = Run(history);
            return first.SequenceEqual(Run(history))
                && history.Zip(first).All(pair => IsWithinBounds(pair.First, pair.Second));
        });
        holds.Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(200).WithReplay(20260913, 7));
    }

    [Fact]
    public void It_is_never_lower_after_an_answer_that_was_cut_off()
    {
        var holds = Prop.ForAll(Arb.From(Gen.ListOf(steps)), Arb.From(steps), (history, last) =>
        {
            var estimator = new UsageEstimator(new EstimateTerms { Capacity = 16 });
            Run(estimator, history);
            TokenUsage Estimate() => estimator.Estimate(last.Account, last.Class, last.Text, null, Habits.Terms);
            var before = Estimate().Output;
            estimator.Learn(
                last.Account, last.Class, last.Text, Habits.Output(last.Written), Habits.Output(10), isComplete: false);
            return Estimate().Output >= before;
        });
        holds.Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(100).WithReplay(20260326, 7));
    }

    [Fact]
    public void A_history_of_one_account_is_not_changed_by_others_of_another_class()
    {
        var alone = new UsageEstimator(new EstimateTerms());
        var among = new UsageEstimator(new EstimateTerms());
        foreach (var written in Habits.Drawn(500, most: 3000))
        {
            Assert.Equal(alone.Serves(account: 1, written), among.Serves(account: 1, written));
            among.Learn(2, modelClass: 9, Habits.Text, Habits.Output(7 * written), Habits.Output(1), isComplete: true);
        }
    }

    private static List<TokenUsage> Run(IEnumerable<Step> history) =>
        Run(new UsageEstimator(new EstimateTerms { Capacity = 16 }), history);

    private static List<TokenUsage> Run(UsageEstimator estimator, IEnumerable<Step> history) =>
        [.. history.Select(step =>
        {
            var estimate = estimator.Estimate(step.Account, step.Class, step.Text, step.Most, Habits.Terms);
            var actual = new TokenUsage(new Tokens(5), new Tokens(3), new Tokens(step.Read), new Tokens(step.Written));
            estimator.Learn(step.Account, step.Class, step.Text, actual, estimate, step.IsComplete);
            return estimate;
        })];

    private static bool IsWithinBounds(Step step, TokenUsage estimate) =>
        !estimate.HasNegative
        && estimate.Output.Value <= (step.Most ?? 1_048_576)
        && (estimate.Input + estimate.CacheWrite + estimate.CacheWriteLong + estimate.CacheRead).Value
            is var input && (step.Text == 0 ? input == 0 : input >= 1 && input <= 2 * step.Text);

    private sealed record Step(
        ulong Account, int Class, long Text, long? Most, long Written, long Read, bool IsComplete);
}
