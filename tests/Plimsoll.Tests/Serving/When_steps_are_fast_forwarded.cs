using Plimsoll.Measures;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Tests.Serving.Oracle;

namespace Plimsoll.Tests.Serving;

public sealed class When_steps_are_fast_forwarded
{
    private const int Cases = 8000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_differs_from_taking_them_one_by_one(bool formsAhead)
    {
        var (preempted, cached, finished, removed) = (0, 0, 0, 0);
        for (ulong seed = 1; seed <= Cases; seed++)
        {
            var (events, answers) = Compare(seed, formsAhead);
            preempted += events.Count(news => news.Kind == EngineEventKind.Preempted);
            cached += events.Count(news => news.Cached > 0);
            finished += events.Count(news => news.Kind == EngineEventKind.Finished);
            removed += answers.Count(answer => answer.EndsWith("True", StringComparison.Ordinal));
        }

        Assert.True(preempted > 50_000, $"{preempted} preempted");
        Assert.True(cached > 10_000, $"{cached} found a prefix");
        Assert.True(finished > 50_000, $"{finished} finished");
        Assert.True(removed > 1000, $"{removed} removed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_allocated_once_the_engine_has_borne_its_load(bool formsAhead)
    {
        var engine = new Engine(
            new()
            {
                MaxSequences = 16,
                TokenBudget = 64,
                Blocks = 60,
                BlockTokens = 4,
                PrefixTokens = 8,
                FormsAhead = formsAhead,
            },
            new ContinuousBatching(), new RandomTimes(3, 50, isFlat: false, isCoarse: false), new QuantileSketch());
        long[][] names = [[1, 2, 3], [1, 2, 4], [5, 6], []];
        var (at, id) = (0L, 0L);
        Assert.Equal(0, Allocations.Of(Round));

        void Round()
        {
            for (var index = 0; index < 400; index++)
            {
                engine.AdvanceTo(new(at));
                engine.ClearEvents();
                engine.Add(
                    new() { Id = id, Input = 30, Output = 1 + (index % 37), Prefix = names[index % 4] }, new(at));
                engine.Plan();
                (at, id) = (at + 900, id + 1);
            }

            while (engine.Plan() is { } next)
            {
                engine.AdvanceTo(next);
                engine.ClearEvents();
                at = next.UnixNanoseconds;
            }
        }
    }

    private static (List<EngineEvent> Events, List<string> Answers) Compare(ulong seed, bool formsAhead)
    {
        var drawn = new EngineCase(seed, formsAhead);
        var (naive, answers) = drawn.Naive();
        var fast = drawn.Fast();
        var place = $"seed {seed}: {drawn.Scheduler} {drawn.Settings}";
        for (var index = 0; index < Math.Min(naive.Events.Count, fast.Events.Count); index++)
        {
            if (naive.Events[index] != fast.Events[index])
                Assert.Fail($"{place}: event {index}: {naive.Events[index]} one by one, {fast.Events[index]} at once");
        }

        Assert.True(naive.Events.Count == fast.Events.Count, place);
        Assert.Equal(answers, fast.Answers);
        Assert.Equal(naive.StepsByDecodes, fast.Tally.StepsByDecodes.ToArray());
        Assert.Equal(naive.Sums, (fast.Tally.DecodeTokens, fast.Tally.DecodeContext, fast.Tally.PrefillTokens,
            fast.Tally.PrefillAttended, fast.Tally.BusyUnits));
        var gaps = naive.Gaps.Aggregate((Int128)0, (sum, gap) => sum + ((Int128)gap.Key * gap.Value));
        Assert.True((naive.Gaps.Values.Sum(), gaps) == (fast.Gaps.Count, fast.Gaps.Sum), $"{place}: gaps differ");
        return (fast.Events, answers);
    }
}
