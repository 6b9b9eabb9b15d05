using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Tests.Serving;

public sealed class When_a_replica_batches
{
    private static readonly ReplicaSettings Settings = new()
    {
        Accelerator = Known.H100,
        Shape = Known.Llama8,
        Width = 1,
        Batch = 4,
        Queue = 2,
        PrefillBudget = 1000,
    };

    [Fact]
    public void A_prompt_above_the_budget_takes_several_steps_and_the_last_yields_a_token()
    {
        var state = Accept(ReplicaState.Idle, new(1, 2500, 2));

        var tokens = new List<ProducedToken>();
        var steps = new List<Duration>();
        while (state.Load > 0)
            state = Step(state, tokens, steps);

        Assert.Equal([new(1, 1, false), new(1, 2, true)], tokens);
        StepLoad[] loads = [new(0, 0, 1000, 500), new(0, 0, 1000, 1500), new(0, 0, 500, 2250), new(1, 2501, 0, 0)];
        Assert.Equal(loads.Select(load => Roofline.StepTime(Known.H100, Known.Llama8, 1, load)), steps);
    }

    [Fact]
    public void The_budget_goes_to_who_came_first()
    {
        var state = Accept(Accept(ReplicaState.Idle, new(1, 700, 5)), new(2, 700, 5));

        (state, _) = Replica.Begin(Settings, state);

        Assert.Equal([700, 300], state.Running.Select(sequence => sequence.Chunk));
    }

    [Fact]
    public void Batch_and_queue_are_bounded_and_who_leaves_makes_room()
    {
        var state = ReplicaState.Idle;
        for (var id = 1; id <= 6; id++)
            state = Accept(state, new(id, 10, 50));

        Assert.Equal(Offer.Full, Replica.Add(Settings, state, new(7, 10, 50)).Answer);
        (state, _) = Replica.Begin(Settings, state);
        Assert.Equal([1L, 2, 3, 4], state.Running.Select(sequence => sequence.Id));

        state = Accept(Replica.Remove(state, 2), new(7, 10, 50));
        (state, var produced) = Replica.End(state);
        (state, _) = Replica.Begin(Settings, state);

        Assert.Equal([1L, 3, 4], produced.Select(token => token.Sequence));
        Assert.Equal([1L, 3, 4, 5], state.Running.Select(sequence => sequence.Id));
        Assert.Equal([6L, 7], state.Waiting.Select(sequence => sequence.Id));
    }

    [Fact]
    public void A_sequence_whose_cache_has_no_room_waits_and_holds_back_those_behind_it()
    {
        var most = Settings.KvTokens;
        var state = Accept(ReplicaState.Idle, new(1, most - 1000, 100));
        state = Accept(Accept(state, new(2, 1000, 100)), new(3, 10, 10));

        (state, _) = Replica.Begin(Settings, state);

        Assert.Equal([1L], state.Running.Select(sequence => sequence.Id));
        Assert.Equal([2L, 3], state.Waiting.Select(sequence => sequence.Id));
        Assert.Equal(Offer.TooLong, Replica.Add(Settings, state, new(4, most, 1)).Answer);
    }

    [Fact]
    public void Full_batches_of_average_requests_reach_the_operating_point()
    {
        var traffic = new TrafficShape(Input: 1000, Cached: 0, Output: 400);
        var point = Assert.IsType<OperatingPoint>(
            OperatingPoint.Find(Known.H100, Known.Llama8, traffic, Known.Chat, out _));
        var settings = Settings with { Width = point.Width, Batch = point.Batch, Queue = 1, PrefillBudget = 8192 };
        var state = ReplicaState.Idle;
        var id = 0L;
        double seconds = 0;
        long produced = 0;
        for (var step = 0; step < 8000; step++)
        {
            // One arrival a step at most, so that the sequences stand at different points of their output.
            (state, _) = Replica.Add(settings, state, new(++id, 1000, 400));
            (state, var duration) = Replica.Begin(settings, state);
            (state, var tokens) = Replica.End(state);
            if (step < 2000)
                continue;
            seconds += duration.Seconds;
            produced += tokens.Length;
        }

        var rate = produced / seconds / point.Width;
        Assert.InRange(rate / point.OutputTokensPerSecond, 0.95, 1.05);
    }

    [Fact]
    public void Every_accepted_sequence_gets_its_tokens_once_and_no_bound_is_passed()
    {
        var requests = Gen.Choose(1, 40_000).SelectMany(input =>
            Gen.Choose(1, 30).Select(output => (input, output))).ListOf();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100).WithReplay(20_261_121, 1),
            Prop.ForAll(Arb.From(requests), offered =>
            {
                var settings = Settings with { PrefillBudget = 20_000 };
                var state = ReplicaState.Idle;
                var owed = new Dictionary<long, int>();
                var next = 0;
                while (next < offered.Count || state.Load > 0)
                {
                    for (var burst = next % 3; burst >= 0 && next < offered.Count; burst--, next++)
                    {
                        (state, var answer) = Replica.Add(
                            settings, state, new(next, offered[next].input, offered[next].output));
                        if (answer == Offer.Accepted)
                            owed[next] = offered[next].output;
                    }

                    if (state.Load == 0)
                        continue;
                    (state, var duration) = Replica.Begin(settings, state);
                    Assert.True(duration > Duration.Zero && state.Running.Length <= settings.Batch);
                    Assert.True(state.Running.Sum(sequence => sequence.Reserved) <= settings.KvTokens);
                    Assert.True(state.Running.Sum(sequence => sequence.Chunk) <= settings.PrefillBudget);
                    (state, var tokens) = Replica.End(state);
                    foreach (var token in tokens)
                        Assert.Equal(token.Last, --owed[token.Sequence] == 0);
                }

                return owed.Values.All(left => left == 0);
            }));
    }

    private static ReplicaState Accept(ReplicaState state, Sequence sequence)
    {
        (state, var answer) = Replica.Add(Settings, state, sequence);
        Assert.Equal(Offer.Accepted, answer);
        return state;
    }

    private static ReplicaState Step(ReplicaState state, List<ProducedToken> tokens, List<Duration> steps)
    {
        (state, var duration) = Replica.Begin(Settings, state);
        (state, var produced) = Replica.End(state);
        tokens.AddRange(produced);
        steps.Add(duration);
        return state;
    }
}
