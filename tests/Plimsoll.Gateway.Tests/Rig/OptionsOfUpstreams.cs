using System.Collections.Frozen;

namespace Plimsoll.Gateway.Tests.Rig;

internal static class OptionsOfUpstreams
{
    /// <summary>The options with these model names, by class, at every upstream.</summary>
    public static GatewayOptions Named(this GatewayOptions options, FrozenDictionary<string, string> names) =>
        options with { Upstreams = [.. options.Upstreams.Select(upstream => upstream with { Models = names })] };
}
