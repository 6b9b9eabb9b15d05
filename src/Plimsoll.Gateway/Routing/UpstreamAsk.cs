using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Routing;

/// <summary>What a request needs of an upstream.</summary>
/// <param name="Class">Class of its model.</param>
/// <param name="Dialect">Dialect in which it came.</param>
/// <param name="Unsaid">Dialects into which it cannot be translated.</param>
internal readonly record struct UpstreamAsk(string Class, Dialect Dialect, SpokenDialects Unsaid = SpokenDialects.None)
{
    /// <summary>The dialect in which an upstream is asked; null when it cannot be asked this.</summary>
    public Dialect? SpokenBy(UpstreamOptions upstream) =>
        upstream.Serves(Class) && Dialect.SpokenBy(upstream) is { } spoken && !Unsaid.HasFlag(spoken.Spoken)
            ? spoken
            : null;
}
