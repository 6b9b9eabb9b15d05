using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Leasing;

/// <summary>What a shared store has of the policy and the keys.</summary>
/// <param name="Version">Version of the value that every change writes; 0: nobody made one.</param>
/// <param name="PolicyVersion">Version of the policy; 0: none was uploaded.</param>
/// <param name="Policy">The policy; null: none was uploaded.</param>
/// <param name="KeysVersion">Version of the keys; 0: none was changed.</param>
/// <param name="Keys">The keys; null: none was changed.</param>
internal sealed record StoredRules(
    long Version, long PolicyVersion, PolicyTimeline? Policy, long KeysVersion, KeyRing? Keys)
{
    /// <summary>Nothing: every gateway has what its configuration says.</summary>
    public static StoredRules None { get; } = new(0, 0, null, 0, null);
}
