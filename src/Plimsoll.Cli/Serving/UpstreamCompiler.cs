using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Gateway.Routing;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Serving;

/// <summary>Servers behind a gateway, and how one is chosen, from what was written to what the gateway takes.</summary>
internal sealed class UpstreamCompiler(Policy policy, Faults faults)
{
    /// <summary>All servers, in the order in which they are written.</summary>
    public ImmutableArray<UpstreamOptions> Upstreams(IReadOnlyDictionary<string, UpstreamSpec> specs)
    {
        ImmutableArray<UpstreamOptions> servers =
            [.. specs.Select(one => Upstream(one.Key, one.Value)).OfType<UpstreamOptions>()];
        if (servers.Length == specs.Count && specs.Count > 0)
        {
            foreach (var problem in UpstreamProblems.Of(servers))
                faults.Add("upstreams", problem);
        }

        return servers;
    }

    /// <summary>How one of them is chosen.</summary>
    public static RoutingOptions Routing(RoutingSpec spec)
    {
        var standard = new RoutingOptions();
        return standard with
        {
            Weights = spec.Weights ?? standard.Weights,
            PrefixNames = spec.PrefixBlocks ?? standard.PrefixNames,
            Health = spec.Health,
            Retries = spec.Retries,
            ProbeEvery = Time(spec.ProbeEvery) ?? standard.ProbeEvery,
            ReadEvery = Time(spec.ReadEvery) ?? standard.ReadEvery,
            ReadingLasts = Time(spec.ReadingLasts) ?? standard.ReadingLasts,
            WatchPatience = Time(spec.WatchPatience) ?? standard.WatchPatience,
        };
    }

    /// <summary>A length of time as servers take it.</summary>
    public static TimeSpan? Time(Duration? time) =>
        time is { } given ? TimeSpan.FromTicks(given.Nanoseconds / TimeSpan.NanosecondsPerTick) : null;

    /// <summary>Notes names that the policy has no class for.</summary>
    public void RequireClasses(IEnumerable<string> names, string path)
    {
        foreach (var name in names.Where(name => !policy.Classes.ContainsKey(name)))
            faults.Add(path, $"there is no model class '{name}'. There are: {Names(policy.Classes.Keys)}.");
    }

    /// <summary>Names in order, for a message.</summary>
    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    private UpstreamOptions? Upstream(string name, UpstreamSpec spec)
    {
        var place = $"upstreams.{name}";
        var address = Address(spec.Url, $"{place}.url");
        var key = Secrets.Read(spec.Key, $"{place}.key", faults);
        var tls = spec.Tls is { } trusted ? TlsFiles.Load(trusted, $"{place}.tls", faults) : null;
        RequireClasses(spec.Models.Keys, $"{place}.models");
        RequireClasses(spec.Classes, $"{place}.classes");
        if (address is null)
            return null;
        if (tls is not null && address.Scheme != Uri.UriSchemeHttps)
            faults.Add($"{place}.tls", $"its URL is {spec.Url}, which has no TLS; state https there, or no 'tls'.");
        var server = new UpstreamOptions(address, Speaks(spec.Dialects), key)
        {
            Name = name,
            Tls = tls,
            Site = spec.Site,
            Classes = spec.Classes.ToFrozenSet(StringComparer.Ordinal),
            Models = spec.Models.ToFrozenDictionary(StringComparer.Ordinal),
            Slots = spec.Slots,
            Tier = spec.Tier,
            Price = spec.Price,
            Carbon = spec.Carbon,
            Latency = Time(spec.Latency) ?? TimeSpan.Zero,
            IsPaidFor = spec.PaidFor,
            Reading = Reading(spec.Load),
            ProbePath = spec.Probe,
            IsDraining = spec.Draining,
            KnowsOnlyMaxTokens = spec.MaxTokensOnly,
        };
        return spec.Metrics is { } metrics ? server with { MetricsPath = metrics } : server;
    }

    private Uri? Address(string text, string path)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            faults.Add(path, $"found '{text}', expected a URL such as http://127.0.0.1:8000.");

        // Neither is shown: an address is printed and logged, and a secret must be in neither.
        else if (uri.UserInfo.Length > 0)
            faults.Add(path, "a user or password in the URL is not sent. Leave it out; state the key instead.");
        else if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            faults.Add(path, "a query or fragment in the URL is not sent. Leave it out.");
        else
            return uri;
        return null;
    }

    /// <summary>Dialects as a file lists them.</summary>
    public static IReadOnlyList<SpokenDialect> Named(SpokenDialects dialects) =>
        [.. Enum.GetValues<SpokenDialect>().Where(dialect => dialects.HasFlag(Flag(dialect)))];

    private static SpokenDialects Speaks(IEnumerable<SpokenDialect> dialects) =>
        dialects.Aggregate(SpokenDialects.None, (all, next) => all | Flag(next));

    private static SpokenDialects Flag(SpokenDialect dialect) => dialect switch
    {
        SpokenDialect.Anthropic => SpokenDialects.Anthropic,
        SpokenDialect.Openai => SpokenDialects.OpenAi,
        _ => SpokenDialects.Responses,
    };

    private static LoadReading Reading(UpstreamLoad load) => load switch
    {
        UpstreamLoad.Headers => LoadReading.Headers,
        UpstreamLoad.Vllm => LoadReading.Vllm,
        UpstreamLoad.Sglang => LoadReading.Sglang,
        UpstreamLoad.LlamaCpp => LoadReading.LlamaCpp,
        _ => LoadReading.InFlight,
    };
}
