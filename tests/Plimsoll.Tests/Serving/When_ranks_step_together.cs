using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;
using Plimsoll.Tests.Serving.Oracle;

namespace Plimsoll.Tests.Serving;

public sealed class When_ranks_step_together
{
    private const int Cases = 500;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rank_alone_is_an_engine(bool formsAhead)
    {
        for (ulong seed = 1; seed <= Cases; seed++)
        {
            var draws = new Draws(seed);
            EngineSettings settings = new()
            {
                MaxSequences = draws.Of(1, 12),
                TokenBudget = draws.Of(12, 100),
                Blocks = draws.Of(8, 60),
                BlockTokens = 4,
                FormsAhead = formsAhead,
            };
            var engine = new Engine(settings, new ContinuousBatching(), Times(ranks: 1));
            var group = new RankGroup(settings, new ContinuousBatching(), Times(ranks: 1), ranks: 1);
            var at = 0L;
            for (var id = 0; id < draws.Of(1, 30); id++)
            {
                at += draws.Chance(30) ? 0 : draws.Of(1, 200_000);
                Sequence sequence = new() { Id = id, Input = draws.Of(1, 25), Output = draws.Of(1, 25) };
                engine.AdvanceTo(new(at));
                group.AdvanceTo(new(at));
                Assert.Equal(engine.Add(sequence, new(at)), group.Add(0, sequence, new(at)));
                Assert.Equal(engine.NextForming(new(at)), group.NextForming(new(at)));
            }

            while (engine.Plan() is { } next)
                engine.AdvanceTo(next);
            while (group.Plan() is { } next)
                group.AdvanceTo(next);
            Assert.Equal(engine.Events.ToArray(), group.Events(0).ToArray());
            Assert.Equal(engine.Tally.Steps, group.Steps);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rank_that_has_less_to_do_waits_for_the_others(bool formsAhead)
    {
        var group = GroupOfTwo(formsAhead);
        group.Add(0, new() { Id = 0, Input = 100, Output = 2 }, new(0));
        group.Add(1, new() { Id = 0, Input = 1, Output = 2 }, new(0));
        Run(group);
        Assert.Equal(group.Events(0).ToArray(), group.Events(1).ToArray());
    }

    [Fact]
    public void A_rank_without_work_takes_the_steps_of_the_others_and_who_comes_to_it_waits_for_their_end()
    {
        var group = GroupOfTwo(formsAhead: false);
        group.Add(0, new() { Id = 0, Input = 100, Output = 1 }, new(0));
        var end = group.Plan()!.Value;
        group.AdvanceTo(new(10));
        group.Add(1, new() { Id = 1, Input = 1, Output = 1 }, new(10));
        Assert.Equal(end, group.NextForming(new(10)));
        Run(group);
        Assert.Equal(end, group.Events(1)[0].At);
    }

    [Fact]
    public void Requests_go_where_waiting_counts_four_times_and_counts_are_as_old_as_a_tenth_of_a_second()
    {
        var group = GroupOfTwo(formsAhead: true);
        var choice = new RankChoice(group, new(0));
        Assert.Equal([0, 1, 0, 1], Enumerable.Range(0, 4).Select(_ => choice.Choose(new(0))).ToArray());
        for (var id = 0; id < 3; id++)
            group.Add(0, new() { Id = id, Input = 1, Output = 100_000 }, new(0));
        group.Plan();
        Assert.Equal(0, choice.Choose(new(99_999_999)));

        // Three run on the first rank and nothing on the second: 3 against 0, then 3 against 4.
        Assert.Equal(1, choice.Choose(new(100_000_000)));
        Assert.Equal(0, choice.Choose(new(100_000_000)));
    }

    private static RankGroup GroupOfTwo(bool formsAhead) => new(
        new() { MaxSequences = 8, TokenBudget = 200, Blocks = 100_000, FormsAhead = formsAhead },
        new ContinuousBatching(), Times(ranks: 2), ranks: 2);

    private static void Run(RankGroup group)
    {
        while (group.Plan() is { } next)
            group.AdvanceTo(next);
    }

    /// <summary>A microsecond a token and layer, whatever the caches hold.</summary>
    private static KernelStepTimes Times(int ranks) => new(
        new()
        {
            Layer = [new([1, 1001], [1, 1001])],
            Step = [new([1], [2])],
            Sequences = [new([1], [3])],
            Attention = new([new(0, 0, 1, 1, 4)]),
        },
        new() { Layers = 2, Hidden = 1, Ranks = ranks, LinkBytesPerSecond = 1e9 });
}
