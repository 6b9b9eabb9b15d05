using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Documents;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Usage;
using Plimsoll.Limits;
using Plimsoll.Storage;

namespace Plimsoll.Gateway;

/// <content>What operators change while it runs, kept in files where there are some.</content>
internal sealed partial class GatewayState
{
    /// <summary>
    /// Changes the keys, first in their file where they have one: what somebody else changed there meanwhile is taken
    /// along.
    /// </summary>
    /// <param name="change">From the ring as it is to what it becomes.</param>
    /// <returns>Everything that keeps it from being done; empty: it was.</returns>
    /// <exception cref="IOException">The file cannot be read or written, or somebody else is changing it.</exception>
    /// <exception cref="InvalidDataException">The file is not a key file.</exception>
    /// <exception cref="StoreException">The store that is shared cannot be asked.</exception>
    public async ValueTask<IReadOnlyList<string>> Change(Func<KeyRing, KeyRing> change) => Rules is null
        ? ChangeAlone(change)
        : await ChangeShared((timeline, ring) => new RulesChange.Taken(timeline, change(ring)));

    /// <inheritdoc cref="Change(Func{KeyRing, KeyRing})"/>
    private IReadOnlyList<string> ChangeAlone(Func<KeyRing, KeyRing> change)
    {
        lock (adopting)
        {
            var path = Options.KeysFile;
            using var alone = path is null ? null : KeptFile.Lock(path);
            var before = path is not null && File.Exists(path) ? KeyFile.Load(path) : accounts.Ring;
            try
            {
                var next = change(before);
                return Take(policy.Timeline, next, () =>
                {
                    if (path is not null && next != before)
                        KeyFile.Save(path, next);
                });
            }
            catch (ArgumentException e)
            {
                return e.Message.Split('\n');
            }
        }
    }

    /// <summary>What keys were last told of their usage.</summary>
    public UsageReadings Readings { get; } = new();

    /// <summary>Lets one preview of a policy be made at a time.</summary>
    public SemaphoreSlim Previewing { get; } = new(1);

    /// <summary>Enforces another policy, and keeps it in its file where it has one.</summary>
    /// <param name="change">From the policy as it is to what it becomes, or what keeps it from that.</param>
    /// <returns>Everything that keeps it from being done; empty: it was.</returns>
    /// <exception cref="IOException">The file cannot be written, or somebody else is changing it.</exception>
    /// <exception cref="StoreException">The store that is shared cannot be asked.</exception>
    public async ValueTask<IReadOnlyList<string>> Change(Func<PolicyTimeline, PolicyChange> change) => Rules is null
        ? ChangeAlone(change)
        : await ChangeShared((timeline, ring) => change(timeline) switch
        {
            PolicyChange.Taken taken => new RulesChange.Taken(taken.Timeline, ring),
            PolicyChange.Refused refused => new RulesChange.Refused(refused.Problems),
            _ => throw new InvalidOperationException("A change of policy is taken or refused."),
        });

    /// <inheritdoc cref="Change(Func{PolicyTimeline, PolicyChange})"/>
    private IReadOnlyList<string> ChangeAlone(Func<PolicyTimeline, PolicyChange> change)
    {
        lock (adopting)
        {
            switch (change(policy.Timeline))
            {
                case PolicyChange.Taken taken:
                    return Take(taken.Timeline, accounts.Ring, () =>
                    {
                        if (Options.PolicyFile is { } path && taken.Timeline != policy.Timeline)
                            PolicyFile.Save(path, taken.Timeline);
                    });
                case PolicyChange.Refused refused:
                    return refused.Problems;
                default:
                    throw new InvalidOperationException("A change of policy is taken or refused.");
            }
        }
    }

    /// <summary>Makes a change while nobody else makes one.</summary>
    public T Alone<T>(Func<T> change)
    {
        lock (adopting)
            return change();
    }
}
