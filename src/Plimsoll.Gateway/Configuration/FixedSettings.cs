using System.Collections.Immutable;

namespace Plimsoll.Gateway.Configuration;

/// <summary>What a gateway cannot change while it runs: addresses, files held open, bounds of the server.</summary>
internal static class FixedSettings
{
    /// <summary>Those that differ, by the names that the configuration file has for them.</summary>
    public static ImmutableArray<string> Differing(GatewayOptions running, GatewayOptions next) =>
    [
        .. Of(running).Zip(Of(next)).Where(pair => !Equals(pair.First.Value, pair.Second.Value))
            .Select(pair => pair.First.Name),
    ];

    /// <summary>The next options, but with what cannot change as it runs.</summary>
    public static GatewayOptions Keep(GatewayOptions running, GatewayOptions next) => next with
    {
        Url = running.Url,
        ManagementUrl = running.ManagementUrl,
        Bounds = running.Bounds,
        AuditFile = running.AuditFile,
        RecordFile = running.RecordFile,
        Storage = running.Storage,
        Shared = running.Shared,
        Batches = running.Batches,
        Tls = running.Tls is null ? null : next.Tls ?? running.Tls,
    };

    private static IEnumerable<(string Name, object? Value)> Of(GatewayOptions options) =>
    [
        ("listen", options.Url),
        ("management", options.ManagementUrl),
        ("tls", options.Tls is null),
        ("bounds", options.Bounds with { HeaderTimeout = default, KeepAlive = default }),
        ("timeouts", (options.Bounds.HeaderTimeout, options.Bounds.KeepAlive)),
        ("audit", options.AuditFile),
        ("record", options.RecordFile),
        ("store", options.Storage is { } store
            ? (store.Place, store.Durability, store.Window, store.Patience, string.Join(',', store.RefuseWhenLate))
            : null),
        ("batches", options.Batches),
    ];
}
