using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>All versions of the policy by effective date. Safe to share between threads.</summary>
public sealed class PolicyTimeline
{
    /// <summary>Builds the timeline.</summary>
    /// <param name="versions">Versions in ascending order of <see cref="Policy.EffectiveFrom"/>; at least one.</param>
    /// <exception cref="ArgumentException">None, or not strictly ascending.</exception>
    public PolicyTimeline(IEnumerable<Policy> versions)
    {
        Versions = [.. versions];
        if (Versions.IsEmpty)
            throw new ArgumentException("A policy timeline needs at least one version.", nameof(versions));
        for (var i = 1; i < Versions.Length; i++)
        {
            if (Versions[i].EffectiveFrom <= Versions[i - 1].EffectiveFrom)
                throw new ArgumentException("Policy versions must ascend by effective date.", nameof(versions));
        }
    }

    /// <summary>Every version, oldest first.</summary>
    public ImmutableArray<Policy> Versions { get; }

    /// <summary>The version in force at <paramref name="instant"/>; the oldest one before it took effect.</summary>
    public Policy At(Instant instant)
    {
        var found = Versions[0];
        foreach (var version in Versions)
        {
            if (version.EffectiveFrom > instant)
                break;
            found = version;
        }

        return found;
    }
}
