using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// What an operator makes of the policy and the keys: a closed type, <see cref="Taken"/> or <see cref="Refused"/>.
/// </summary>
internal abstract record RulesChange
{
    private RulesChange()
    {
    }

    /// <summary>They become these.</summary>
    /// <param name="Timeline">The policy; the same as before where it stays.</param>
    /// <param name="Ring">The keys; the same as before where they stay.</param>
    public sealed record Taken(PolicyTimeline Timeline, KeyRing Ring) : RulesChange;

    /// <summary>Something keeps it from being made.</summary>
    /// <param name="Problems">All of it.</param>
    public sealed record Refused(IReadOnlyList<string> Problems) : RulesChange;
}
