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

    /// <summary>The gateway's options.</summary>
    /// <param name="timeline">Policy to enforce.</param>
    /// <param name="errors">Takes everything that is wrong; the options are null then.</param>
    public GatewayOptions? Compile(PolicyTimeline timeline, List<string> errors)
    {
        var at = At is { } date ? Instant.FromDate(date) : (Instant?)null;
        var address = Address("--upstream", Upstream, errors);
        Address("--urls", Url, errors);
        var key = KeyVariable is null ? null : Environment.GetEnvironmentVariable(KeyVariable);
        if (KeyVariable is not null && string.IsNullOrEmpty(key))
            errors.Add($"--upstream-key-env: the environment variable {KeyVariable} is not set.");
        var map = ByClass("--map", "NAME", Map, name => name, timeline, errors);
        var places = ByClass("--max-in-flight", "N, 1 or more", MaxInFlight, Places, timeline, errors);
        var ring = ReadKeys(timeline, at, errors);
        return errors.Count > 0 ? null : new GatewayOptions
        {
            Timeline = timeline,
            Keys = ring!,
            Upstreams = [new UpstreamOptions(address!, Speaks, key)],
            PolicyAt = at,
            Url = Url,
            UpstreamModels = map.ToFrozenDictionary(e => e.Key, e => e.Value!),
            MaxInFlight = places.ToFrozenDictionary(e => e.Key, e => e.Value!.Value),
        };
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

    private KeyRing? ReadKeys(PolicyTimeline timeline, Instant? at, List<string> errors)
    {
        try
        {
            var ring = KeyFile.Load(Keys);
            var policy = at is { } pinned ? timeline.At(pinned) : timeline.Versions[^1];
            foreach (var key in ring.Keys)
            {
                if (key.Plan is { } plan && !policy.Plans.ContainsKey(plan))
                    errors.Add($"{Keys}: key '{key.Name}' has plan '{plan}'. There are: {Names(policy.Plans.Keys)}.");
                if (key.Tier is { } tier && !policy.Tiers.ContainsKey(tier))
                    errors.Add($"{Keys}: key '{key.Name}' has tier '{tier}'. There are: {Names(policy.Tiers.Keys)}.");
            }

            return ring;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            errors.Add($"--keys: {e.Message} Make a key with: plimsoll keys add --name NAME --plan PLAN");
            return null;
        }
    }

    private static string Names(IEnumerable<string> names) =>
        string.Join(", ", names.Order(StringComparer.Ordinal));
}
