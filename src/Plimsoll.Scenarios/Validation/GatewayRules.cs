using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Serving.Admission;
using Plimsoll.Serving.Health;
using Plimsoll.Serving.Routing;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of a gateway's configuration.</summary>
internal static class GatewayRules
{
    private const int Kibi = 1024;
    private const int Mebi = Kibi * Kibi;
    private const int LongestName = 64;
    private const int Heaviest = QueueRequest.MostWeight;

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
        [.. OfWhole, .. OfBounds, .. OfTimes, .. OfRouting, .. OfQueues, .. OfBatches, .. StoreRules.All];

    private static IEnumerable<Rule> OfWhole =>
    [
        For<GatewaySpec>(["listen"], (spec, at) =>
        {
            if (spec.Listen.Count == 0)
                at.Report("found an empty list; expected an address such as http://127.0.0.1:8080", "listen");
        }),
        For<GatewaySpec>(["upstreams"], (spec, at) =>
        {
            if (spec.Upstreams.Count == 0)
                at.Report("found nothing; expected at least one server, by name", "upstreams");
            foreach (var name in spec.Upstreams.Keys.Where(name => name.Length > LongestName || name.Contains('/')))
                at.Report($"is no name here; expected at most {LongestName} characters, no /", "upstreams", name);
        }),
        For<GatewaySpec>(["max-in-flight"], (spec, at) =>
        {
            foreach (var (name, places) in spec.MaxInFlight.Where(one => one.Value < 1))
                at.Report($"found {places}; expected 1 or more", "max-in-flight", name);
        }),
        For<SecretSpec>([], (_, at) =>
        {
            if (at.Mapping.Keys.Count(key => key is "env" or "file") != 1)
                at.Report("expected either 'env' or 'file', and not both");
        }),
    ];

    private static IEnumerable<Rule> OfBounds =>
    [
        Within((BoundsSpec spec) => spec.Body, "body", Kibi, 1024 * Mebi, "1 KiB to 1024 MiB"),
        Within((BoundsSpec spec) => spec.Bodies, "bodies", Mebi, 1024L * 1024 * Mebi, "1 MiB to 1024 GiB"),
        Whole((BoundsSpec spec) => spec.CountsPerMinute, "counts-per-minute", 1, 1_000_000, "1 to 1000000"),
        Within((BoundsSpec spec) => spec.RequestLine, "request-line", 64, 64 * Kibi, "64 B to 64 KiB"),
        Within((BoundsSpec spec) => spec.Headers, "headers", Kibi, Mebi, "1 KiB to 1 MiB"),
        Whole((BoundsSpec spec) => spec.HeaderCount, "header-count", 10, 1000, "10 to 1000"),
        Whole((BoundsSpec spec) => spec.Connections, "connections", 1, int.MaxValue, "1 or more"),
        Within((BoundsSpec spec) => spec.BodyRate, "body-rate", 1, 1e9, "1 B/s to 1 GB/s"),
    ];

    private static IEnumerable<Rule> OfRouting =>
    [
        Whole((UpstreamSpec spec) => spec.Slots, "slots", 1, int.MaxValue, "1 or more"),
        Whole((UpstreamSpec spec) => spec.Tier, "tier", 0, int.MaxValue, "0 or more"),
        Number((UpstreamSpec spec) => spec.Price, "price", 0, double.MaxValue, "0 or more"),
        Number((UpstreamSpec spec) => spec.Carbon, "carbon", 0, double.MaxValue, "0 or more"),
        Path((UpstreamSpec spec) => spec.Metrics, "metrics"),
        Path((UpstreamSpec spec) => spec.Probe, "probe"),
        Whole((RoutingSpec spec) => spec.PrefixBlocks, "prefix-blocks", 1024, 1 << 24, "1024 to 16777216"),
        Within((RoutingSpec spec) => spec.ProbeEvery, "probe-every", 0.1, 3600, "100 ms to 1 h"),
        Within((RoutingSpec spec) => spec.ReadEvery, "read-every", 0.1, 3600, "100 ms to 1 h"),
        Within((RoutingSpec spec) => spec.ReadingLasts, "reading-lasts", 0.1, 3600, "100 ms to 1 h"),
        Within((RoutingSpec spec) => spec.WatchPatience, "watch-patience", 0.1, 3600, "100 ms to 1 h"),
        For<ScoreWeights>([], Weights),
        Whole((HealthSettings spec) => spec.Consecutive, "consecutive", 1, int.MaxValue, "1 or more"),
        For<HealthSettings>(["ratio"], (spec, at) =>
        {
            if (spec.Ratio is <= 0 or > 1)
                at.Report($"found {at.Found("ratio")}; expected above 0 and up to 1", "ratio");
        }),
        Whole((HealthSettings spec) => spec.Samples, "samples", 1, int.MaxValue, "1 or more"),
        Whole((HealthSettings spec) => spec.Probes, "probes", 1, int.MaxValue, "1 or more"),
        Whole((RetrySettings spec) => spec.Attempts, "attempts", 0, 100, "0 to 100"),
        Number((RetrySettings spec) => spec.Share, "share", 0, 1, "0 to 1"),
        Number((RetrySettings spec) => spec.PerSecond, "per-second", 0, 1e6, "0 to 1000000"),
        Whole((RetrySettings spec) => spec.Saved, "saved", 1, 1_000_000, "1 to 1000000"),
    ];

    private static IEnumerable<Rule> OfQueues =>
    [
        Whole((QueuesSpec spec) => spec.MostWaiting, "most-waiting", 0, int.MaxValue, "0 or more"),
        Whole((QueuesSpec spec) => spec.MostWaitingOfTenant, "most-waiting-of-tenant", 1, int.MaxValue, "1 or more"),
        Whole((QueuesSpec spec) => spec.InputWeight, "input-weight", 0, 1000, "0 to 1000"),
        Whole((QueuesSpec spec) => spec.OutputWeight, "output-weight", 0, 1000, "0 to 1000"),
        Whole((TenantSpec spec) => spec.Weight, "weight", 1, Heaviest, $"1 to {Heaviest}"),
        Within((BandSpec spec) => spec.LongestWait, "longest-wait", 1e-9, Longest, $"above 0 s, at most {Longest} s"),
    ];

    private static double Longest => BandTerms.LongestOfAll.Seconds;

    private static IEnumerable<Rule> OfBatches =>
    [
        Whole((BatchesSpec spec) => spec.MaxInFlight, "max-in-flight", 1, 100_000, "1 to 100000"),
        Whole((BatchesSpec spec) => spec.MaxOpen, "max-open", 1, 100_000, "1 to 100000"),
        Whole((BatchesSpec spec) => spec.MaxRequests, "max-requests", 1, 1_000_000, "1 to 1000000"),
        Within((BatchesSpec spec) => spec.Size, "size", Kibi, 64L * 1024 * Mebi, "1 KiB to 64 GiB"),
        Within((BatchesSpec spec) => spec.Life, "life", 60, 30 * 86400, "1 min to 30 d"),
        Within((BatchesSpec spec) => spec.ResultsKept, "results-kept", 60, 365 * 86400, "1 min to 365 d"),
    ];

    private static IEnumerable<Rule> OfTimes =>
    [
        Within((TimeoutsSpec spec) => spec.Headers, "headers", 1, 3600, "1 s to 1 h"),
        Within((TimeoutsSpec spec) => spec.KeepAlive, "keep-alive", 1, 3600, "1 s to 1 h"),
        Within((TimeoutsSpec spec) => spec.UpstreamSilence, "upstream-silence", 1, 86400, "1 s to 24 h"),
        Within((TimeoutsSpec spec) => spec.Answer, "answer", 1, 86400, "1 s to 24 h"),
        Within((TimeoutsSpec spec) => spec.Ping, "ping", 1, 3600, "1 s to 1 h"),
        Within((TimeoutsSpec spec) => spec.ClientSilence, "client-silence", 1, 3600, "1 s to 1 h"),
        Within((ShutdownSpec spec) => spec.Delay, "delay", 0, 3600, "0 s to 1 h"),
        Within((ShutdownSpec spec) => spec.Drain, "drain", 0, 86400, "0 s to 24 h"),
    ];

    private static void Weights(ScoreWeights spec, RuleScope at)
    {
        (string Key, double Value)[] weights =
        [
            ("queue", spec.Queue), ("kv", spec.Kv), ("prefix", spec.Prefix), ("cost", spec.Cost),
            ("carbon", spec.Carbon), ("latency", spec.Latency), ("prepaid", spec.Prepaid),
        ];
        NotNegative(weights, at);
    }

    private static Rule Whole<TSpec>(Func<TSpec, int?> value, string key, int least, int most, string expected) =>
        Number<TSpec>(spec => value(spec), key, least, most, expected);

    private static Rule Number<TSpec>(
        Func<TSpec, double?> value, string key, double least, double most, string expected) =>
        For<TSpec>([key], (spec, at) =>
        {
            if (value(spec) < least || value(spec) > most)
                at.Report($"found {at.Found(key)}; expected {expected}", key);
        });

    private static Rule Path<TSpec>(Func<TSpec, string?> value, string key) => For<TSpec>([key], (spec, at) =>
    {
        if (value(spec) is { } path && !path.StartsWith('/'))
            at.Report($"found {at.Found(key)}; expected a path that begins with /", key);
    });

    /// <summary>Bounds an amount, given in base units.</summary>
    internal static Rule Within<TSpec, TQuantity>(
        Func<TSpec, TQuantity?> value, string key, double least, double most, string expected)
        where TQuantity : struct, IQuantity<TQuantity> => For<TSpec>([key], (spec, at) =>
        {
            if (value(spec) is { } written && (written.InBaseUnit < least || written.InBaseUnit > most))
                at.Report($"found {at.Found(key)}; expected {expected}", key);
        });
}
