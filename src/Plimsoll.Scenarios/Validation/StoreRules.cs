using Plimsoll.Scenarios.Format;
using static Plimsoll.Scenarios.Validation.GatewayRules;
using static Plimsoll.Scenarios.Validation.Rules;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold between the values of a gateway's store.</summary>
internal static class StoreRules
{
    private const int LongestName = 64;

    private static readonly string[] ofFolders = ["durability", "window", "refuse-when-late"];
    private static readonly string[] ofServers = ["gateway", "lease", "pass-when-gone", "refuse-when-gone"];

    /// <summary>The rules.</summary>
    public static IEnumerable<Rule> All =>
    [
        Within((StoreSpec spec) => spec.Window, "window", 0.001, 60, "1 ms to 1 min"),
        Within((StoreSpec spec) => spec.Patience, "patience", 0.01, 3600, "10 ms to 1 h"),
        Within((StoreSpec spec) => spec.Lease, "lease", 0.5, 30, "500 ms to 30 s"),
        For<StoreSpec>([], (_, at) =>
        {
            if (at.Mapping.Keys.Count(key => key is "path" or "url") != 1)
                at.Report("expected either 'path', a folder, or 'url', a server that gateways share, and not both");
        }),
        For<StoreSpec>([], (spec, at) =>
        {
            foreach (var key in at.Mapping.Keys.Where((spec.Url is null ? ofServers : ofFolders).Contains))
            {
                at.Report(
                    $"is about a store {(spec.Url is null ? "that gateways share" : "in a folder")}; expected none "
                    + $"beside '{(spec.Url is null ? "path" : "url")}'",
                    key);
            }
        }),
        For<StoreSpec>(["gateway"], (spec, at) =>
        {
            if (spec.Gateway is { } name && !IsName(name))
            {
                at.Report(
                    $"found '{name}'; expected 1 to {LongestName} letters, digits and hyphens, as no other gateway has",
                    "gateway");
            }
        }),
        For<StoreSpec>(["pass-when-gone", "refuse-when-gone"], (spec, at) =>
        {
            foreach (var kind in (spec.PassWhenGone ?? []).Intersect(spec.RefuseWhenGone ?? []))
            {
                var name = kind.ToString().ToLowerInvariant();
                at.Report($"found {name} both here and in 'pass-when-gone'; expected one of them", "refuse-when-gone");
            }
        }),
    ];

    private static bool IsName(string name) => name.Length is > 0 and <= LongestName
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}
