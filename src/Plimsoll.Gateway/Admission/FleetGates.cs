using System.Collections.Concurrent;
using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Admission;

/// <summary>The gates of all model classes. Safe to share between threads.</summary>
internal sealed class FleetGates : IDisposable
{
    private readonly Lock changing = new();
    private readonly FrozenDictionary<string, int> places;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, LiveGate> gates = new(StringComparer.Ordinal);
    private volatile QueueOptions options;

    /// <summary>Gates behind which nobody is.</summary>
    /// <param name="options">How requests wait.</param>
    /// <param name="places">Most requests in flight by model class; a class that is absent has no bound.</param>
    /// <param name="clock">Time and timers.</param>
    /// <exception cref="ArgumentException">The options have problems.</exception>
    public FleetGates(QueueOptions options, FrozenDictionary<string, int> places, TimeProvider clock)
    {
        if (options.Problems() is { Length: > 0 } problems)
            throw new ArgumentException(string.Join('\n', problems), nameof(options));
        (this.options, this.places, this.clock) = (options, places, clock);
    }

    /// <summary>The gate of a model class.</summary>
    public LiveGate this[string modelClass] =>
        gates.TryGetValue(modelClass, out var gate) ? gate : Open(modelClass);

    /// <summary>Everything that keeps options from being taken while requests wait; empty: nothing.</summary>
    public IReadOnlyList<string> ProblemsOf(QueueOptions next) => next.Problems() is { Length: > 0 } problems ? problems
        : next.Terms.Bands.Length != options.Terms.Bands.Length
            ? [$"bands: found {next.Terms.Bands.Length}, expected {options.Terms.Bands.Length}, as at the start."]
            : [];

    /// <summary>
    /// Lets requests wait otherwise from now on; who waits already waits as long as was said. The options have no <see
    /// cref="ProblemsOf"/>.
    /// </summary>
    public void Adopt(QueueOptions next)
    {
        lock (changing)
        {
            options = next;
            foreach (var gate in gates.Values)
                gate.Adopt(next.Terms);
        }
    }

    /// <summary>What is in flight, what waits and what may be in flight, by model class.</summary>
    public IEnumerable<(string Class, int InFlight, int Waiting, long Places)> Loads => gates.Select(gate =>
    {
        var (inFlight, waiting, open) = gate.Value.Load;
        return (gate.Key, inFlight, waiting, open);
    });

    /// <summary>
    /// Changes the places of a class as capacity comes and goes; those who wait are let in at once where there are
    /// more.
    /// </summary>
    /// <param name="modelClass">The class.</param>
    /// <param name="count">Most requests in flight, 0 or more; null: no bound.</param>
    public void SetPlaces(string modelClass, long? count) => this[modelClass].Resize(count ?? long.MaxValue);

    /// <summary>A request as its gate is asked for it.</summary>
    /// <param name="account">Who asks: the seat of a plan or the organization of a tier shares places fairly.</param>
    /// <param name="lane">Lane that it asks for; one with limits of its own comes before plan and tier.</param>
    /// <param name="estimate">What it is expected to use.</param>
    public QueueRequest RequestOf(Account account, Lane lane, in TokenUsage estimate)
    {
        var now = options;
        var terms = now.Tenants.GetValueOrDefault(account.Key.Plan ?? account.Key.Tier!);
        var band = lane switch
        {
            Lane.Priority => QueueBand.High,
            Lane.Batch => QueueBand.Batch,
            _ => terms?.Band ?? QueueBand.Standard,
        };
        return new QueueRequest(
            account.Tenant,
            Math.Min((int)band, now.Terms.Bands.Length - 1),
            terms?.Weight ?? 1,
            Place.InputOf(estimate),
            estimate.Output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var gate in gates.Values)
            gate.Dispose();
    }

    private LiveGate Open(string modelClass)
    {
        // Under the lock, so that none is opened by options that another thread has just replaced.
        lock (changing)
        {
            return gates.GetOrAdd(modelClass, name => new LiveGate(
                new ClassGate(options.Terms, places.TryGetValue(name, out var count) ? count : long.MaxValue),
                clock));
        }
    }
}
