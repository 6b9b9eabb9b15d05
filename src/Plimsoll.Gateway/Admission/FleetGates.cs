using System.Collections.Concurrent;
using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Admission;

/// <summary>The gates of all model classes. Safe to share between threads.</summary>
internal sealed class FleetGates : IDisposable
{
    private readonly QueueOptions options;
    private readonly FrozenDictionary<string, int> places;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, LiveGate> gates = new(StringComparer.Ordinal);
    private readonly Func<string, LiveGate> open;

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
        open = Open;
    }

    /// <summary>The gate of a model class.</summary>
    public LiveGate this[string modelClass] => gates.GetOrAdd(modelClass, open);

    /// <summary>What is in flight and what waits, by model class.</summary>
    public IEnumerable<(string Class, int InFlight, int Waiting)> Loads => gates.Select(gate =>
    {
        var (inFlight, waiting, _) = gate.Value.Load;
        return (gate.Key, inFlight, waiting);
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
        var terms = options.Tenants.GetValueOrDefault(account.Key.Plan ?? account.Key.Tier!);
        var band = lane switch
        {
            Lane.Priority => QueueBand.High,
            Lane.Batch => QueueBand.Batch,
            _ => terms?.Band ?? QueueBand.Standard,
        };
        return new QueueRequest(
            account.Tenant,
            Math.Min((int)band, options.Terms.Bands.Length - 1),
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

    private LiveGate Open(string modelClass) => new(
        new ClassGate(options.Terms, places.TryGetValue(modelClass, out var count) ? count : long.MaxValue),
        clock);
}
