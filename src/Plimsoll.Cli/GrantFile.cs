using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Documents;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Cli;

/// <summary>
/// Resets that users may make themselves, as a JSON file: <c>{"grants":[{"id","label","count","starts-at","ends-at",
/// "clears","sets"?,"needs-limit"?,"cooldown-hours"?,"paused"?}]}</c>.
/// </summary>
internal static class GrantFile
{
    private const int FirstYear = 1970;
    private const int LastYear = 2261;
    private const int LongestText = 256;
    private const int LongestCooldown = 24 * 366;

    /// <summary>Reads the grants; whatever is wrong goes to <paramref name="errors"/>.</summary>
    public static ImmutableArray<ResetGrant> Load(string path, Policy policy, List<string> errors)
    {
        try
        {
            var faults = new List<string>();
            var file = StrictJson.Read(File.ReadAllBytes(path), GrantFileJson.Default.GrantFileContent, faults);
            errors.AddRange(faults.Select(fault => $"{path} is not a grant file: {fault}"));
            if (file is null)
                return [];
            foreach (var twice in file.Grants.GroupBy(grant => grant.Id).Where(grants => grants.Count() > 1))
                errors.Add($"{path}: grant '{twice.Key}' is there twice: ids must differ.");
            var known = WindowNames.Of(policy);
            for (var i = 0; i < file.Grants.Length; i++)
                Check(file.Grants[i], i, path, (policy, known), errors);
            return errors.Count > 0 ? [] : [.. file.Grants.Select(Read)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add($"{path}: {e.Message}");
            return [];
        }
    }

    private static void Check(
        GrantEntry grant,
        int index,
        string path,
        (Policy Policy, IReadOnlyCollection<string> Windows) known,
        List<string> errors)
    {
        var place = grant.Id.Trim().Length > 0 ? $"{path}: grant '{Shown(grant.Id)}'" : $"{path}: grants[{index}]";
        foreach (var (name, text) in new[] { ("id", grant.Id), ("label", grant.Label) })
        {
            if (text.Trim().Length == 0 || text.Length > LongestText)
                errors.Add($"{place}: found {name} '{Shown(text)}', expected 1 to {LongestText} characters.");
        }

        if (grant.Count < 1)
            errors.Add($"{place}: found count {grant.Count}, expected 1 or more.");
        foreach (var (name, at) in new[] { ("starts-at", grant.StartsAt), ("ends-at", grant.EndsAt) })
        {
            if (at.UtcDateTime.Year is < FirstYear or > LastYear)
                errors.Add($"{place}: found {name} {at:u}, expected a year from {FirstYear} to {LastYear}.");
        }

        if (grant.EndsAt <= grant.StartsAt)
            errors.Add($"{place}: ends at {grant.EndsAt:u}, expected later than its start at {grant.StartsAt:u}.");
        if (grant.CooldownHours is < 0 or > LongestCooldown)
            errors.Add($"{place}: found a cooldown of {grant.CooldownHours} h, expected 0 to {LongestCooldown}.");
        errors.AddRange(grant.Clears.Where(name => !known.Windows.Contains(name))
            .Select(name => $"{place}: there is no session or week '{Shown(name)}' to clear. There are: "
                + $"{string.Join(", ", known.Windows.Order(StringComparer.Ordinal))}."));
        errors.AddRange((grant.Sets ?? []).Where(set => !IsKnown(known.Policy, set))
            .Select(set => $"{place}: there is no plan, tier or limit set '{Shown(set)}'."));
    }

    private static ResetGrant Read(GrantEntry grant) => new(
        grant.Id,
        grant.Label,
        grant.Count,
        Instant.From(grant.StartsAt),
        Instant.From(grant.EndsAt),
        new ResetOrder([.. grant.Clears], [.. grant.Sets ?? []]))
    {
        NeedsLimit = grant.NeedsLimit,
        Cooldown = Duration.FromHours(grant.CooldownHours),
        IsPaused = grant.Paused,
    };

    private static string Shown(string text) => text.Length <= 60 ? text : $"{text[..60]}…";

    private static bool IsKnown(Policy policy, string set) =>
        policy.Plans.ContainsKey(set) || policy.Tiers.ContainsKey(set) || policy.Sets.ContainsKey(set);
}

/// <summary>The file's root object.</summary>
internal sealed record GrantFileContent(GrantEntry[] Grants);

/// <summary>One grant as it is written.</summary>
internal sealed record GrantEntry(
    string Id, string Label, int Count, DateTimeOffset StartsAt, DateTimeOffset EndsAt, string[] Clears)
{
    /// <summary>Plans, tiers or sets that it is for; null: all.</summary>
    public string[]? Sets { get; init; }

    /// <summary>Whether one of the windows has to be spent.</summary>
    public bool NeedsLimit { get; init; }

    /// <summary>Hours that have to pass between two.</summary>
    public int CooldownHours { get; init; }

    /// <summary>Whether it is suspended.</summary>
    public bool Paused { get; init; }
}

/// <summary>How the file is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GrantFileContent))]
internal sealed partial class GrantFileJson : JsonSerializerContext;
