using System.Collections.Immutable;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Routing;

/// <summary>What is wrong with upstreams that a gateway is to use.</summary>
public static class UpstreamProblems
{
    private const int LongestName = 64;
    private const string OnlyResponses =
        "upstreams: none speaks Anthropic Messages or OpenAI Chat Completions, and neither can be translated to " +
        "OpenAI Responses; name an upstream that speaks one of them.";

    /// <summary>All that is wrong with a set of upstreams; each names the upstream. Empty: they can be used.</summary>
    public static ImmutableArray<string> Of(ImmutableArray<UpstreamOptions> upstreams)
    {
        if (upstreams.IsDefaultOrEmpty)
            return ["upstreams: found none; expected at least one."];
        return
        [
            .. upstreams.SelectMany(Of),
            .. upstreams.GroupBy(upstream => upstream.Name, StringComparer.Ordinal)
                .Where(group => group.Count() > 1)
                .Select(group => $"upstream {group.Key}: found {group.Count()} of this name; give each its own."),
            .. upstreams.All(upstream => upstream.Speaks == SpokenDialects.Responses)
                ? [OnlyResponses]
                : Array.Empty<string>(),
        ];
    }

    private static IEnumerable<string> Of(UpstreamOptions upstream)
    {
        if (upstream.Name.Length is 0 or > LongestName || !upstream.Name.All(IsNamed))
        {
            yield return $"upstream {upstream.BaseUrl}: its name is '{upstream.Name}'; expected 1 to {LongestName} " +
                "letters, digits, '.', '-', '_', ':' and brackets.";
        }

        var name = $"upstream {upstream.Name}";
        if (upstream.BaseUrl is not
            { IsAbsoluteUri: true, Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" })
        {
            yield return $"{name}: expected an http or https URL without a user, password, query or fragment.";
        }

        if (upstream.Speaks == SpokenDialects.None)
            yield return $"{name}: it speaks no dialect; name at least one.";
        if (upstream.Slots is < 1)
            yield return $"{name}: found {upstream.Slots} slots; expected 1 or more, or none stated for no bound.";
        if (upstream.Tier < 0)
            yield return $"{name}: found tier {upstream.Tier}; expected 0 or more.";
        if (!(double.IsFinite(upstream.Price) && upstream.Price >= 0))
            yield return $"{name}: found price {upstream.Price}; expected 0 or more.";
        if (!(double.IsFinite(upstream.Carbon) && upstream.Carbon >= 0))
            yield return $"{name}: found carbon {upstream.Carbon}; expected 0 or more.";
        if (upstream.Latency < TimeSpan.Zero)
            yield return $"{name}: found latency {upstream.Latency}; expected 0 or more.";
        if (!IsPath(upstream.MetricsPath))
            yield return $"{name}: found metrics path '{upstream.MetricsPath}'; expected a path such as /metrics.";
        if (upstream.ProbePath is { } probe && !IsPath(probe))
            yield return $"{name}: found probe path '{probe}'; expected a path such as /health.";
    }

    private static bool IsNamed(char letter) =>
        char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '[' or ']';

    // It is appended to a host: anything else could lead to another one.
    private static bool IsPath(string path) => path.StartsWith('/') && !path.StartsWith("//", StringComparison.Ordinal)
        && path.All(letter => letter is > ' ' and < '\x7f' and not '\\');
}
