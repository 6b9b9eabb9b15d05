using Plimsoll.Gateway.Recording;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>Who would have been refused lately under another policy, from what the gateway recorded.</summary>
internal static class PolicyPreview
{
    /// <summary>Most events that are replayed beside live requests.</summary>
    public const long MostEvents = 2_000_000;

    /// <summary>Replays the log; each policy as if it had been in force all the time that the run lasted.</summary>
    /// <param name="path">The limit log.</param>
    /// <param name="enforced">What was enforced until the log tells of another policy.</param>
    /// <param name="other">The version to hold requests to.</param>
    /// <param name="since">What was before it counts for the limits, and is not told.</param>
    /// <param name="only">Tells only of this scope and those beneath it; null: of all.</param>
    /// <returns>What came of it; null where there are too many events.</returns>
    /// <exception cref="IOException">The log cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line of the log is no event.</exception>
    public static ReplayResult? Run(
        string path, PolicyTimeline enforced, Policy other, Instant since, ScopeName? only)
    {
        var log = new RecordedLog(path);
        var (at, line, count) = log.Find(since);
        return count > MostEvents
            ? null
            : LimitReplay.Run(
                log.From(at, line),
                enforced,
                new PolicyTimeline([other with { EffectiveFrom = default }]),
                only,
                since);
    }
}
