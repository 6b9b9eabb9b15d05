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
    private readonly ReplicaSettings _settings;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Generation> _generations = [];
    private ReplicaState _state = ReplicaState.Idle;
    private Duration _deadline;
    private long _lastId;
    private long _producedTokens;
    private bool _disposed;

    public EmulatedReplica(ReplicaSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(_ => EndStep(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public long ProducedTokens => Interlocked.Read(ref _producedTokens);

    public int Load
    {
        get
        {
            lock (_gate)
                return _state.Load;
        }
    }

    private Duration Now => new(_time.GetElapsedTime(_started).Ticks * TimeSpan.NanosecondsPerTick);

    public Placement Offer(int input, int output)
    {
        lock (_gate)
        {
            var id = ++_lastId;
            (_state, var answer) = Replica.Add(_settings, _state, new(id, input, output));
            if (answer == Serving.Offer.TooLong)
                return new Placement.TooLong();
            if (answer == Serving.Offer.Full || _disposed)
                return new Placement.Full();

            var generation = new Generation(this, id, input, output);
            _generations.Add(id, generation);
            if (!_state.InStep)
            {
                _deadline = Now;
                BeginStep();
            }

            return new Placement.Placed(generation);
        }
    }

    public void Remove(long id)
    {
        lock (_gate)
        {
            if (_generations.Remove(id))
                _state = Replica.Remove(_state, id);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
            foreach (var generation in _generations.Values)
                generation.Stop();
            _generations.Clear();
        }
    }

    private void BeginStep()
    {
        (_state, var duration) = Replica.Begin(_settings, _state);
        _deadline += duration;
        var wait = Math.Max(0, (_deadline - Now).Nanoseconds);
        var ticks = (wait + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick;
        _timer.Change(TimeSpan.FromTicks(ticks), Timeout.InfiniteTimeSpan);
    }

    private void EndStep()
    {
        lock (_gate)
        {
            if (_disposed)
                return;

            (_state, var produced) = Replica.End(_state);
            Interlocked.Add(ref _producedTokens, produced.Length);
            Deliver(produced);
            if (_state.Load > 0)
                BeginStep();
        }
    }

    private void Deliver(ImmutableArray<ProducedToken> produced)
    {
        foreach (var token in produced)
        {
            var generation = _generations[token.Sequence];
            if (token.Last)
                _generations.Remove(token.Sequence);
            generation.Produced(token.Number, token.Last);
        }
    }
}
