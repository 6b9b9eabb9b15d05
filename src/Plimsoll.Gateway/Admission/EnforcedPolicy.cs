using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// The policy that a gateway enforces, and what requests look up in it. Immutable and safe to share between threads.
/// </summary>
internal sealed class EnforcedPolicy
{
    private readonly Dictionary<Instant, ModelCatalog> catalogs;
    private readonly FrozenDictionary<string, ulong> traits;

    /// <summary>A timeline, whose names the limits know afterwards.</summary>
    public EnforcedPolicy(PolicyTimeline timeline, ShardedLimits limits)
    {
        Timeline = timeline;
        catalogs = timeline.Versions.ToDictionary(policy => policy.EffectiveFrom, policy => new ModelCatalog(policy));
        traits = TraitsOf(timeline).ToFrozenDictionary(trait => trait, limits.TraitBit, StringComparer.Ordinal);
    }

    /// <summary>Every version.</summary>
    public PolicyTimeline Timeline { get; }

    /// <summary>The version in force at an instant.</summary>
    public ModelCatalog At(Instant now) => catalogs[Timeline.At(now).EffectiveFrom];

    /// <summary>The bits of those traits that some allowance asks for.</summary>
    public ulong BitsOf(ImmutableArray<string> names)
    {
        var bits = 0ul;
        foreach (var name in names)
            bits |= traits.GetValueOrDefault(name);
        return bits;
    }

    /// <summary>Traits that allowances of a timeline ask for.</summary>
    public static IEnumerable<string> TraitsOf(PolicyTimeline timeline) => timeline.Versions
        .SelectMany(version => version.Allowances).Select(allowance => allowance.Trait).OfType<string>().Distinct();
}
