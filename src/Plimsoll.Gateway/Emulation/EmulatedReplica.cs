using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Gateway.Emulation;

/// <summary>
/// Drives a <see cref="Replica"/> with a clock: a step begins when there is work, and its tokens appear when its time
/// is over. Steps follow each other from deadline to deadline, so that late timers do not slow the pace.
/// </summary>
internal sealed class EmulatedReplica : IDisposable
{
    private readonly ReplicaSettings settings;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly Dictionary<long, Generation> generations = [];
    private ReplicaState state = ReplicaState.Idle;
    private Duration deadline;
    private long lastId;
    private long producedTokens;
    private bool disposed;

    public EmulatedReplica(ReplicaSettings settings, TimeProvider time)
    {
        this.settings = settings;
        this.time = time;
        started = time.GetTimestamp();
        timer = time.CreateTimer(_ => EndStep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public long ProducedTokens => Interlocked.Read(ref producedTokens);

    public int Load
    {
        get
        {
            lock (gate)
                return state.Load;
        }
    }

    private Duration Now => new(time.GetElapsedTime(started).Ticks * TimeSpan.NanosecondsPerTick);

    public Placement Offer(int input, int output)
    {
        lock (gate)
        {
            var id = ++lastId;
            (state, var answer) = Replica.Add(settings, state, new(id, input, output));
            if (answer == Serving.Offer.TooLong)
                return new Placement.TooLong();
            if (answer == Serving.Offer.Full || disposed)
                return new Placement.Full();

            var generation = new Generation(this, id, input, output);
            generations.Add(id, generation);
            if (!state.InStep)
            {
                deadline = Now;
                BeginStep();
            }

            return new Placement.Placed(generation);
        }
    }

    public void Remove(long id)
    {
        lock (gate)
        {
            if (generations.Remove(id))
                state = Replica.Remove(state, id);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            timer.Dispose();
            foreach (var generation in generations.Values)
                generation.Stop();
            generations.Clear();
        }
    }

    private void BeginStep()
    {
        (state, var duration) = Replica.Begin(settings, state);
        deadline += duration;
        var wait = Math.Max(0, (deadline - Now).Nanoseconds);
        var ticks = (wait + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick;
        timer.Change(TimeSpan.FromTicks(ticks), Timeout.InfiniteTimeSpan);
    }

    private void EndStep()
    {
        lock (gate)
        {
            if (disposed)
                return;

            (state, var produced) = Replica.End(state);
            Interlocked.Add(ref producedTokens, produced.Length);
            Deliver(produced);
            if (state.Load > 0)
                BeginStep();
        }
    }

    private void Deliver(ImmutableArray<ProducedToken> produced)
    {
        foreach (var token in produced)
        {
            var generation = generations[token.Sequence];
            if (token.Last)
                generations.Remove(token.Sequence);
            generation.Produced(token.Number, token.Last);
        }
    }
}
