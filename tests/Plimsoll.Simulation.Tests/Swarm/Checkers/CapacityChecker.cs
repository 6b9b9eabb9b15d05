using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// Every block of cache is free or held, none is held for nobody, batches keep their bounds, replicas are busy for no
/// longer than they are there, what pools produced is what requests got, and when all is healed every pool has its
/// replicas and they are idle.
/// </summary>
internal sealed class CapacityChecker(SwarmCase drawn) : Checker
{
    private readonly long[] outstanding = new long[drawn.Fleet.Pools.Length];
    private readonly Dictionary<int, (int Pool, HashSet<long> Has, Instant Since)> replicas = [];
    private readonly Int128[] served = new Int128[drawn.Fleet.Pools.Length];
    private long produced;
    private long wasted;
    private long computed;
    private bool begun;

    public override string Name => "capacity";

    public override void Told(in ReplicaNews news)
    {
        Begin();
        if (news.Kind == ReplicaNewsKind.Serves)
            replicas.TryAdd(news.Replica, (news.Pool, [], news.At));
        if (!replicas.TryGetValue(news.Replica, out var replica))
            return;
        var before = replica.Has.Count;
        switch (news.Kind)
        {
            case ReplicaNewsKind.Given:
                replica.Has.Add(news.Id);
                break;
            case ReplicaNewsKind.Withdrawn:
                replica.Has.Remove(news.Id);
                wasted += drawn.Fleet.Pools[news.Pool].Engine.FormsAhead ? 2 : 1;
                break;
            case ReplicaNewsKind.Told when news.Event.Kind == EngineEventKind.Finished:
                replica.Has.Remove(news.Id);
                break;
            case ReplicaNewsKind.Gone:
                replica.Has.Clear();
                served[news.Pool] += (news.At - replica.Since).Nanoseconds;
                replicas.Remove(news.Replica);
                break;
        }

        outstanding[news.Pool] += replica.Has.Count - before;
    }

    public override void Ended(in RequestRecord record)
    {
        produced += record.Produced;
        if (record is { FirstToken: not null, Preemptions: 0 })
            computed += record.Arrival.Input - record.Cached;
    }

    public override void Passed(Moment moment)
    {
        Begin();
        for (var pool = 0; pool < moment.Pools.Length; pool++)
            Check(pool, moment.Pools[pool], moment.Now);
    }

    public override void Over(Moment moment)
    {
        Passed(moment);
        var (output, input) = (moment.Pools.Sum(pool => pool.OutputTokens), moment.Pools.Sum(pool => pool.InputTokens));

        // A step under way when somebody is taken off counts as it began, and so does one that was formed ahead: at
        // most a token each that nobody got.
        if (output < produced || output > produced + wasted)
            Fail($"pools produced {output} tokens, requests got {produced}, at most {wasted} may have been for nobody");
        if (input < computed)
            Fail($"pools computed {input} tokens of input, requests needed {computed}");
        foreach (var (pool, state) in drawn.Fleet.Pools.Zip(moment.Pools))
        {
            if (state.UsedBlocks != 0 || state.Running != 0 || state.Waiting != 0)
                Fail($"{pool.Name} is not idle: {state}");
            if (state.Replicas != pool.Replicas)
                Fail($"{pool.Name} has {state.Replicas} replicas and is healed with {pool.Replicas}");
        }
    }

    private void Check(int pool, in PoolState state, Instant now)
    {
        var bounds = drawn.Fleet.Pools[pool].Engine;
        var name = drawn.Fleet.Pools[pool].Name;
        var there = 0;
        var elapsed = served[pool];
        foreach (var replica in replicas.Values)
        {
            if (replica.Pool != pool)
                continue;
            there++;
            elapsed += (now - replica.Since).Nanoseconds;
        }

        if (state.Replicas != there || state.Blocks != (long)there * bounds.Blocks)
            Fail($"{name} has {state.Replicas} replicas and {state.Blocks} blocks, {there} replicas are there");
        if (state.UsedBlocks < 0 || state.UsedBlocks > state.Blocks)
            Fail($"{name} uses {state.UsedBlocks} of {state.Blocks} blocks");
        if (state.UsedBlocks > 0 && state.Running == 0)
            Fail($"{name} uses {state.UsedBlocks} blocks for nobody");
        if (state.UsedBlocks < state.Running)
            Fail($"{name} runs {state.Running} requests in {state.UsedBlocks} blocks");
        if (state.Running > (long)there * bounds.MaxSequences)
            Fail($"{name} runs {state.Running} requests on {there} replicas");
        if (state.Running + state.Waiting != outstanding[pool])
            Fail($"{name} has {state.Running} + {state.Waiting} requests, was given {outstanding[pool]}");
        if (state.Busy.Nanoseconds > elapsed)
            Fail($"{name} was busy for {state.Busy.Nanoseconds} of {elapsed} ns");
    }

    /// <summary>Those that serve from the start are not told of.</summary>
    private void Begin()
    {
        if (begun)
            return;
        begun = true;
        var number = 0;
        for (var pool = 0; pool < drawn.Fleet.Pools.Length; pool++)
        {
            for (var i = 0; i < drawn.Fleet.Pools[pool].Replicas; i++)
                replicas.Add(number++, (pool, [], drawn.Start));
        }
    }
}
