using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>Counts what one user meets under one policy.</summary>
internal sealed class UseTally(ScopeName user)
{
    private readonly Dictionary<LimitName, long> refused = [];
    private readonly Dictionary<(LimitName Limit, string Set, OverageCap? Cap), PeakUse> peaks = [];
    private long asked;
    private long admitted;
    private long overage;
    private long askedAgain;
    private long notIncluded;
    private long never;
    private Instant? firstRefusal;
    private Instant blockedUntil = new(long.MinValue);
    private Duration blocked;

    /// <summary>Counts a decision.</summary>
    public void Count(RecordedDecision decision, Instant at)
    {
        asked++;
        switch (decision)
        {
            case RecordedDecision.Admitted one:
                admitted++;
                overage += one.IsOverage ? 1 : 0;
                break;
            case RecordedDecision.Rejected rejected:
                Refuse(rejected, at);
                break;
            case RecordedDecision.NotIncluded:
                notIncluded++;
                firstRefusal ??= at;
                break;
            default:
                askedAgain++;
                break;
        }
    }

    /// <summary>Notes how far limits are used.</summary>
    public void Note(ImmutableArray<LimitState> states, Instant at)
    {
        foreach (var (state, cap) in states.Zip(OverageCaps.Of(states)).Where(one => one.First.Limit < long.MaxValue))
        {
            var key = (LimitName.Of(state), state.Set, cap);
            if (!peaks.TryGetValue(key, out var peak) || state.Utilization > peak.Utilization)
                peaks[key] = new PeakUse(key.Item1, state.Set, cap, state.Utilization, user, at);
        }
    }

    /// <summary>The counts of several users together; a limit's peak is the highest of any of them.</summary>
    public static UseSummary Sum(IReadOnlyCollection<UseTally> tallies) => new()
    {
        Asked = tallies.Sum(one => one.asked),
        Admitted = tallies.Sum(one => one.admitted),
        Overage = tallies.Sum(one => one.overage),
        AskedAgain = tallies.Sum(one => one.askedAgain),
        NotIncluded = tallies.Sum(one => one.notIncluded),
        Never = tallies.Sum(one => one.never),
        FirstRefusal = tallies.Min(one => one.firstRefusal),
        Blocked = new Duration(tallies.Sum(one => one.blocked.Nanoseconds)),
        RefusedBy =
        [
            .. tallies.SelectMany(one => one.refused).GroupBy(entry => entry.Key, entry => entry.Value)
                .Select(group => new RefusedBy(group.Key, group.Sum()))
                .OrderByDescending(one => one.Count)
                .ThenBy(one => one.Limit.Level)
                .ThenBy(one => one.Limit.Kind)
                .ThenBy(one => one.Limit.Name, StringComparer.Ordinal),
        ],
        Peaks =
        [
            .. tallies.SelectMany(one => one.peaks.Values).GroupBy(peak => (peak.Limit, peak.Set, peak.Cap))
                .Select(group => group.MaxBy(peak => peak.Utilization))
                .OrderBy(peak => peak.Limit.Level)
                .ThenBy(peak => peak.Limit.Kind)
                .ThenBy(peak => peak.Set, StringComparer.Ordinal)
                .ThenBy(peak => peak.Limit.Name, StringComparer.Ordinal)
                .ThenBy(peak => peak.Cap),
        ],
    };

    private void Refuse(RecordedDecision.Rejected rejected, Instant at)
    {
        refused[rejected.Binding] = refused.GetValueOrDefault(rejected.Binding) + 1;
        firstRefusal ??= at;
        if (rejected.RetryAt is not { } retryAt)
        {
            never++;
            return;
        }

        var from = at > blockedUntil ? at : blockedUntil;
        if (retryAt <= from)
            return;
        blocked += retryAt - from;
        blockedUntil = retryAt;
    }
}
