using System.Diagnostics;
using System.Diagnostics.Metrics;
using Plimsoll.Gateway.Durability;

namespace Plimsoll.Gateway.Telemetry;

/// <summary>
/// The instruments of one gateway. Names follow OpenTelemetry's conventions for generative AI where there is one, and
/// begin with <c>plimsoll.</c> elsewhere. Safe to share between threads.
/// </summary>
internal sealed class GatewayMeter : IDisposable
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "Plimsoll.Gateway";

    // Boundaries that the conventions recommend.
    private static readonly double[] DurationBounds =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    private static readonly double[] FirstTokenBounds =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private static readonly double[] PerTokenBounds =
        [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];

    private static readonly long[] TokenBounds =
    [
        1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864,
    ];

    /// <summary>Creates the instruments.</summary>
    /// <param name="gateway">Whose requests in flight are told when somebody looks.</param>
    public GatewayMeter(GatewayState gateway)
    {
        Source = new ActivitySource(Name);
        Duration = Meter.CreateHistogram(
            "gen_ai.server.request.duration",
            "s",
            "From the request's arrival to the end of its answer.",
            null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = DurationBounds });
        TimeToFirstToken = Meter.CreateHistogram(
            "gen_ai.server.time_to_first_token",
            "s",
            "From the request's arrival to the first output of its stream, queue included.",
            null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = FirstTokenBounds });
        TimePerOutputToken = Meter.CreateHistogram(
            "gen_ai.server.time_per_output_token",
            "s",
            "Mean time between output tokens of a stream after the first.",
            null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = PerTokenBounds });
        TokenUsage = Meter.CreateHistogram(
            "gen_ai.client.token.usage",
            "{token}",
            "Tokens charged for a request: input, the cached included, and output.",
            null,
            new InstrumentAdvice<long> { HistogramBucketBoundaries = TokenBounds });
        Requests = Meter.CreateCounter<long>(
            "plimsoll.requests", "{request}", "Requests that were answered, in whatever way.");
        Tokens = Meter.CreateCounter<long>("plimsoll.tokens", "{token}", "Tokens charged, by kind.");
        Credits = Meter.CreateCounter<double>(
            "plimsoll.credits", "{credit}", "Credits charged, before allowances.");
        Energy = Meter.CreateCounter<long>(
            "plimsoll.energy", "J", "Energy of requests at the sites' meters, with their part in what was idle.");
        Carbon = Meter.CreateCounter<double>(
            "plimsoll.carbon", "g", "CO2e of that energy at the average of each grid, own fuel with it.");
        Water = Meter.CreateCounter<double>(
            "plimsoll.water", "L", "Water consumed for that energy, on site and where it was made.");
        Refusals = Meter.CreateCounter<long>(
            "plimsoll.limit.refusals", "{request}", "Requests that a limit refused, by the limit that bound.");
        QueueTime = Meter.CreateHistogram(
            "plimsoll.queue.duration",
            "s",
            "Time that an admitted request waited for a place.",
            null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = FirstTokenBounds });
        Observe(gateway);
    }

    /// <summary>The meter: another one for each gateway of a process.</summary>
    public Meter Meter { get; } = new(Name);

    /// <summary>Where spans come from.</summary>
    public ActivitySource Source { get; }

    /// <summary><c>gen_ai.server.request.duration</c>.</summary>
    public Histogram<double> Duration { get; }

    /// <summary><c>gen_ai.server.time_to_first_token</c>.</summary>
    public Histogram<double> TimeToFirstToken { get; }

    /// <summary><c>gen_ai.server.time_per_output_token</c>.</summary>
    public Histogram<double> TimePerOutputToken { get; }

    /// <summary><c>gen_ai.client.token.usage</c>.</summary>
    public Histogram<long> TokenUsage { get; }

    /// <summary><c>plimsoll.requests</c>.</summary>
    public Counter<long> Requests { get; }

    /// <summary><c>plimsoll.tokens</c>.</summary>
    public Counter<long> Tokens { get; }

    /// <summary><c>plimsoll.credits</c>.</summary>
    public Counter<double> Credits { get; }

    /// <summary><c>plimsoll.energy</c>; told only where requests are accounted.</summary>
    public Counter<long> Energy { get; }

    /// <summary><c>plimsoll.carbon</c>; likewise.</summary>
    public Counter<double> Carbon { get; }

    /// <summary><c>plimsoll.water</c>; likewise.</summary>
    public Counter<double> Water { get; }

    /// <summary><c>plimsoll.limit.refusals</c>.</summary>
    public Counter<long> Refusals { get; }

    /// <summary><c>plimsoll.queue.duration</c>.</summary>
    public Histogram<double> QueueTime { get; }

    /// <summary>What is told when somebody looks.</summary>
    private void Observe(GatewayState gateway)
    {
        Gauge(
            "plimsoll.reservations",
            "Requests that hold what they are expected to use.",
            () => [new Measurement<long>(gateway.Limits.OpenCount)]);
        Gauge(
            "plimsoll.in_flight",
            "Requests that have a place.",
            () => gateway.Fleet.Loads.Select(load => Of("gen_ai.request.model", load.Class, load.InFlight)));
        Gauge(
            "plimsoll.queue.waiting",
            "Requests that wait for a place.",
            () => gateway.Fleet.Loads.Select(load => Of("gen_ai.request.model", load.Class, load.Waiting)));
        Gauge(
            "plimsoll.places",
            "Requests of a class that may be in flight; classes that share a server count its slots each.",
            () => gateway.Fleet.Loads.Where(load => load.Places < long.MaxValue)
                .Select(load => Of("gen_ai.request.model", load.Class, load.Places)));
        Gauge(
            "plimsoll.upstream.in_flight",
            "Requests in flight at a server.",
            () => gateway.Router.Statuses().Select(
                status => Of("plimsoll.upstream", status.Options.Name, status.InFlight)));
        Gauge(
            "plimsoll.upstream.available",
            "1 where a server is given requests, 0 where it is down, ejected, full or drained.",
            () => gateway.Router.Statuses().Select(
                status => Of("plimsoll.upstream", status.Options.Name, status.TakesRequests ? 1 : 0)));

        ObserveStore(gateway.Stored?.Committer);
        if (gateway.Leases is { } leases)
            LeaseInstruments.Create(Meter, leases);

        void Gauge(string name, string what, Func<IEnumerable<Measurement<long>>> now) =>
            Meter.CreateObservableGauge(name, now, "{request}", what);

        static Measurement<long> Of(string tag, string value, long now) =>
            new(now, new KeyValuePair<string, object?>(tag, value));
    }

    /// <summary>How the store keeps up; nothing where there is none.</summary>
    private void ObserveStore(Committer? store)
    {
        if (store is null)
            return;
        Meter.CreateObservableGauge(
            "plimsoll.store.pending", () => store.Pending.TotalSeconds, "s", "Since when a commit has been under way.");
        Meter.CreateObservableCounter(
            "plimsoll.store.commits", () => store.Commits, "{commit}", "Groups of changes that are durable.");
        Meter.CreateObservableCounter(
            "plimsoll.store.failures", () => store.Failures, "{commit}", "Attempts to commit that failed.");
        Meter.CreateObservableCounter(
            "plimsoll.store.unconfirmed",
            () => store.Unconfirmed,
            "{request}",
            "Answers that did not wait any longer until what they were charged was durable.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Meter.Dispose();
        Source.Dispose();
    }
}
