using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
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

    /// <summary>Reads the grants; whatever is wrong goes to <paramref name="errors"/>.</summary>
    public static ImmutableArray<ResetGrant> Load(string path, Policy policy, List<string> errors)
    {
        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), GrantFileJson.Default.GrantFileContent);
            if (file is null || file.Grants.Any(grant => grant is null))
                throw new JsonException("found null, expected an object with grants");
            foreach (var twice in file.Grants.GroupBy(grant => grant.Id).Where(grants => grants.Count() > 1))
                errors.Add($"{path}: grant '{twice.Key}' is there twice: ids must differ.");
            return [.. file.Grants.Select(grant => Read(path, grant, policy, errors))];
        }
        catch (JsonException e)
        {
            errors.Add($"--grants: {path} is not a grant file: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.Add($"--grants: {e.Message}");
        }

        return [];
    }

    private static ResetGrant Read(string path, GrantEntry grant, Policy policy, List<string> errors)
    {
        var place = $"{path}: grant '{grant.Id}'";
        if (grant.Count < 1)
            errors.Add($"{place}: found count {grant.Count}, expected 1 or more.");
        if (grant.StartsAt.Year < FirstYear || grant.EndsAt.Year > LastYear)
        {
            errors.Add($"{place}: found years {grant.StartsAt.Year} to {grant.EndsAt.Year}, expected {FirstYear} to "
                + $"{LastYear}.");
            return new ResetGrant(grant.Id, grant.Label, 1, default, default, ResetOrder.Everything);
        }

        if (grant.EndsAt <= grant.StartsAt)
            errors.Add($"{place}: ends at {grant.EndsAt:u}, expected later than its start at {grant.StartsAt:u}.");
        if (grant.CooldownHours is < 0 or > 24 * 366)
            errors.Add($"{place}: found a cooldown of {grant.CooldownHours} h, expected 0 to 8784.");
        var sets = grant.Sets ?? [];
        errors.AddRange(sets.Where(set => !IsKnown(policy, set))
            .Select(set => $"{place}: there is no plan, tier or limit set '{set}'."));
        return new ResetGrant(
            grant.Id,
            grant.Label,
            grant.Count,
            Instant.From(grant.StartsAt),
            Instant.From(grant.EndsAt),
            new ResetOrder([.. grant.Clears], [.. sets]))
        {
            NeedsLimit = grant.NeedsLimit,
            Cooldown = Duration.FromHours(Math.Clamp(grant.CooldownHours, 0, 24 * 366)),
            IsPaused = grant.Paused,
        };
    }

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
