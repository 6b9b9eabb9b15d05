namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// How a replay compares with what was recorded, request by request. Times count from when an engine looks at a request
/// (the recording knows no earlier instant on its clock): the recorded one's for what was recorded, ours for ours.
/// </summary>
/// <param name="Metrics">End to end, to the first token, and per token after it.</param>
/// <param name="States">How full the engine was; null where that was not recorded.</param>
public sealed record ReplayComparison(IReadOnlyList<ReplayMetric> Metrics, ReplayedStates? States)
{
    /// <summary>Compares a replay.</summary>
    public static ReplayComparison Of(ReplayedRun run) => new(
        [
            Metric(ReplayedTime.EndToEnd, run.Requests),
            Metric(ReplayedTime.FirstToken, run.Requests),
            Metric(ReplayedTime.PerToken, [.. run.Requests.Where(request => request.Recorded.Output > 1)]),
        ],
        run.States.Count == 0 ? null : ReplayedStates.Of(run));

    private static ReplayMetric Metric(ReplayedTime time, IReadOnlyList<ReplayedRequest> requests)
    {
        var recorded = requests.Select(request => time.Of(
            request.Recorded.FirstToken - request.Recorded.Queued, request.Recorded.LastToken - request.Recorded.Queued,
            request.Recorded.Output)).ToArray();
        var ours = requests.Select(request => time.Of(
            request.FirstToken - request.Queued, request.LastToken - request.Queued, request.Recorded.Output));
        var others = requests.Where(request => request.Recorded.Other is not null).Select(request => time.Of(
            request.Recorded.Other!.Value.First, request.Recorded.Other.Value.Last, request.Recorded.Output)).ToArray();
        return new(
            time,
            recorded.Length,
            recorded.DefaultIfEmpty().Average(),
            ErrorSummary.Of(ours, recorded),
            others.Length == recorded.Length ? ErrorSummary.Of(others, recorded) : null);
    }
}
