using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// What an uploaded policy makes of the one that is enforced: a closed type, <see cref="Taken"/> or
/// <see cref="Refused"/>.
/// </summary>
internal abstract record PolicyChange
{
    private PolicyChange()
    {
    }

    /// <summary>What is enforced from now on, what was enforced until now in front of it.</summary>
    /// <param name="Timeline">All versions; the same as before where nothing changes.</param>
    public sealed record Taken(PolicyTimeline Timeline) : PolicyChange;

    /// <summary>It says of the past what was not so.</summary>
    /// <param name="Problems">Everything that differs.</param>
    public sealed record Refused(ImmutableArray<string> Problems) : PolicyChange;

    /// <summary>
    /// The versions of the past stay, as they were enforced; those to come are the uploaded ones. An uploaded version
    /// whose date has passed has to be as it was, or is enforced from now on where that is wanted.
    /// </summary>
    /// <param name="enforced">What is enforced.</param>
    /// <param name="uploaded">What was uploaded.</param>
    /// <param name="now">When.</param>
    /// <param name="atOnce">Whether what it has in force now may take effect now, whatever its date.</param>
    public static PolicyChange Of(PolicyTimeline enforced, PolicyTimeline uploaded, Instant now, bool atOnce)
    {
        var was = enforced.Versions.Where(version => version.EffectiveFrom <= now).ToList();
        var begun = uploaded.Versions.Where(version => version.EffectiveFrom <= now).ToList();
        var coming = uploaded.Versions.Where(version => version.EffectiveFrom > now);
        if (!atOnce)
        {
            ImmutableArray<string> problems = [.. begun.Where(version => !IsAmong(version, was)).Select(Problem)];
            if (problems.Length > 0)
                return new Refused(problems);
        }

        // A gateway that began before its oldest version enforces that one all the same.
        if (was.Count == 0)
            was.Add(enforced.Versions[0]);
        if (begun.Count > 0 && !SaysTheSame(begun[^1], was[^1]))
            was.Add(begun[^1] with { EffectiveFrom = now });
        var last = was[^1].EffectiveFrom;
        var next = new PolicyTimeline([.. was, .. coming.Where(version => version.EffectiveFrom > last)]);
        return new Taken(PolicyJson.Write(next) == PolicyJson.Write(enforced) ? enforced : next);
    }

    private static bool IsAmong(Policy version, List<Policy> was) =>
        was.Exists(one => one.EffectiveFrom == version.EffectiveFrom && SaysTheSame(one, version));

    private static bool SaysTheSame(Policy left, Policy right) => Undated(left) == Undated(right);

    private static string Undated(Policy version) => PolicyJson.TextOf(version with { EffectiveFrom = default });

    private static string Problem(Policy version) =>
        $"policy: the version of {InstantText.Of(version.EffectiveFrom)} is not what was enforced from then on, "
        + "and its date has passed. Give it a date to come, or say at_once: true to enforce it from now on; what was "
        + "decided before stays.";
}
