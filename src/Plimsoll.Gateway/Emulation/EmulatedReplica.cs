using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Gateway.Emulation;

/// <summary>
/// Drives an <see cref="Engine"/> with a clock: when a step is over, the tokens that it produced appear. The engine
/// keeps its own time from step to step, so that late timers do not slow the pace.
/// </summary>
internal sealed class EmulatedReplica : IDisposable
{
    private readonly Engine engine;
    private readonly TimeProvider time;
    private readonly long started;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly SortedDictionary<long, Generation> generations = [];
    private readonly List<long> complete = [];
    private long lastId;
    private long producedTokens;
    private bool disposed;

    public EmulatedReplica(EngineSettings settings, IStepTimes times, TimeProvider time)
    {
        engine = new(settings, new ContinuousBatching(), times);
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
                return engine.Running + engine.Waiting;
        }
    }

    private Instant Now => new(time.GetElapsedTime(started).Ticks * TimeSpan.NanosecondsPerTick);

    public Placement Offer(int input, int output)
    {
        lock (gate)
        {
            var now = Now;
            engine.AdvanceTo(now);
            Deliver();
            var id = ++lastId;
            var answer = engine.Add(new() { Id = id, Input = input, Output = output }, now);
            if (answer == Serving.Offer.TooLong)
                return new Placement.TooLong();
            if (answer == Serving.Offer.Full || disposed)
                return new Placement.Full();

            var generation = new Generation(this, id, input, output);
            generations.Add(id, generation);
            BeginStep();
            return new Placement.Placed(generation);
        }
    }

    public void Remove(long id)
    {
        lock (gate)
        {
            var now = Now;
            engine.AdvanceTo(now);
            Deliver();
            if (generations.Remove(id))
                engine.Remove(id, now);
            BeginStep();
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
        if (disposed || engine.Plan() is null)
            return;
        var wait = Math.Max(0, (engine.StepEnds - Now).Nanoseconds);
        var ticks = (wait + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick;
        timer.Change(TimeSpan.FromTicks(ticks), Timeout.InfiniteTimeSpan);
    }

    private void EndStep()
    {
        lock (gate)
        {
            if (disposed)
                return;
            engine.AdvanceTo(Now);
            Deliver();
            BeginStep();
        }
    }

    private void Deliver()
    {
        foreach (var (id, generation) in generations)
            Interlocked.Add(ref producedTokens, generation.ProducedUpTo(engine.Produced(id)));
        foreach (ref readonly var news in engine.Events)
        {
            if (news.Kind == EngineEventKind.Finished)
                complete.Add(news.Sequence);
        }

        engine.ClearEvents();
        foreach (var id in complete)
        {
            if (generations.Remove(id, out var generation))
                Interlocked.Add(ref producedTokens, generation.ProducedUpTo(generation.Output));
        }

        complete.Clear();
    }
}
