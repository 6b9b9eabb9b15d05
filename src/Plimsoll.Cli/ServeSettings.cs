using System.Collections.Frozen;
using System.Globalization;
using Plimsoll.Gateway;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Cli;

/// <summary>What the command line says about a gateway.</summary>
internal sealed record ServeSettings
{
    /// <summary>URL of the server to forward to.</summary>
    public required string Upstream { get; init; }

    /// <summary>Dialects that it speaks.</summary>
    public required SpokenDialects Speaks { get; init; }

    /// <summary>Environment variable with the upstream's key; null: it needs none.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Model names of the upstream, as <c>CLASS=NAME</c>.</summary>
    public required IReadOnlyList<string> Map { get; init; }

    /// <summary>Most requests in flight by model class, as <c>CLASS=N</c>.</summary>
    public required IReadOnlyList<string> MaxInFlight { get; init; }

    /// <summary>Path of the key file.</summary>
    public required string Keys { get; init; }

    /// <summary>Where to listen.</summary>
    public required string Url { get; init; }

    /// <summary>Date that pins the policy version; null: the version in force.</summary>
    public DateOnly? At { get; init; }

    /// <summary>Environment variable with the key of operators; null: they have no routes.</summary>
    public string? AdminKeyVariable { get; init; }

    /// <summary>Path of the file to which changes are appended; null: none.</summary>
    public string? Audit { get; init; }

    /// <summary>Path of the limit log to append to; null: none.</summary>
    public string? Record { get; init; }

    /// <summary>Path of the file of resets that users may make; null: none.</summary>
    public string? Grants { get; init; }

    /// <summary>The gateway's options.</summary>
    /// <param name="timeline">Policy to enforce.</param>
    /// <param name="errors">Takes everything that is wrong; the options are null then.</param>
    public GatewayOptions? Compile(PolicyTimeline timeline, List<string> errors)
    {
        var at = At is { } date ? Instant.FromDate(date) : (Instant?)null;
        var address = Address("--upstream", Upstream, errors);
        Address("--urls", Url, errors);
        var key = Secret("--upstream-key-env", KeyVariable, errors);
        var adminKey = Secret("--admin-key-env", AdminKeyVariable, errors);
        var map = ByClass("--map", "NAME", Map, name => name, timeline, errors);
        var places = ByClass("--max-in-flight", "N, 1 or more", MaxInFlight, Places, timeline, errors);
        WrittenFiles.RequireApart(
            [("--keys", Keys), ("--grants", Grants), ("--audit", Audit), ("--record", Record)], errors);
        var policy = at is { } pinned ? timeline.At(pinned) : timeline.Versions[^1];
        var ring = ReadKeys(policy, errors);
        var grants = Grants is null ? [] : GrantFile.Load(Grants, policy, errors);
        return errors.Count > 0 ? null : new GatewayOptions
        {
            Timeline = timeline,
            Keys = ring!,
            Upstreams = [new UpstreamOptions(address!, Speaks, key)],
            PolicyAt = at,
            Url = Url,
            UpstreamModels = map.ToFrozenDictionary(e => e.Key, e => e.Value!),
            AdminKeyHash = adminKey is null ? null : KeyRing.HashOf(adminKey),
            AuditFile = Audit,
            RecordFile = Record,
            Grants = grants,
            MaxInFlight = places.ToFrozenDictionary(e => e.Key, e => e.Value!.Value),
        };
    }

    private static string? Secret(string option, string? variable, List<string> errors)
    {
        if (variable is null)
            return null;
        var secret = Environment.GetEnvironmentVariable(variable);
        if (!string.IsNullOrEmpty(secret))
            return secret;
        errors.Add($"{option}: the environment variable {variable} is not set.");
        return null;
    }

    private static Uri? Address(string option, string text, List<string> errors)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            if (uri.UserInfo.Length == 0)
                return uri;

            // Not shown: an address is printed and logged, and a password must be in neither.
            errors.Add($"{option}: a user or password in the URL is not sent. Leave it out; see --upstream-key-env.");
            return null;
        }

        errors.Add($"{option}: found '{text}', expected a URL such as http://127.0.0.1:8000.");
        return null;
    }

    private static int? Places(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : null;

    /// <summary>Reads <c>CLASS=VALUE</c> entries; what <paramref name="read"/> gives null for is an error.</summary>
    private static Dictionary<string, T> ByClass<T>(
        string option,
        string expected,
        IEnumerable<string> entries,
        Func<string, T> read,
        PolicyTimeline timeline,
        List<string> errors)
    {
        var known = timeline.Versions[^1].Classes;
        var values = new Dictionary<string, T>();
        foreach (var entry in entries)
        {
            var parts = entry.Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || parts[1].Length == 0 || read(parts[1]) is not { } value)
                errors.Add($"{option}: found '{entry}', expected CLASS={expected}.");
            else if (!known.ContainsKey(parts[0]))
                errors.Add($"{option}: there is no model class '{parts[0]}'. There are: {Names(known.Keys)}.");
            else
                values[parts[0]] = value;
        }

        return values;
    }

    private KeyRing? ReadKeys(Policy policy, List<string> errors)
    {
        try
        {
            var ring = KeyFile.Load(Keys);
            foreach (var key in ring.Keys)
            {
                if (key.Plan is { } plan && !policy.Plans.ContainsKey(plan))
                    errors.Add($"{Keys}: key '{key.Name}' has plan '{plan}'. There are: {Names(policy.Plans.Keys)}.");
                if (key.Tier is { } tier && !policy.Tiers.ContainsKey(tier))
                    errors.Add($"{Keys}: key '{key.Name}' has tier '{tier}'. There are: {Names(policy.Tiers.Keys)}.");
                CheckSets($"key '{key.Name}'", key.Limits ?? [], policy, errors);
            }

            foreach (var scope in ring.Scopes)
                CheckSets($"scope '{scope.Scope}'", scope.Limits, policy, errors);
            return ring;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            errors.Add($"--keys: there is no {Keys}. Make a key with: plimsoll keys add --name NAME --plan PLAN "
                + $"--file {Keys}");
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            errors.Add($"--keys: {e.Message}");
            return null;
        }
    }

    private void CheckSets(string holder, IEnumerable<string> sets, Policy policy, List<string> errors)
    {
        var known = policy.Sets.Count == 0 ? "The policy has none." : $"There are: {Names(policy.Sets.Keys)}.";
        errors.AddRange(sets.Where(set => !policy.Sets.ContainsKey(set))
            .Select(set => $"{Keys}: {holder} carries the limit set '{set}'. {known}"));
    }

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal));
}
