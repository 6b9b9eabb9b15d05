namespace Plimsoll.Scenarios.Measurements;

/// <summary>A recorded run and its replay.</summary>
/// <param name="Recorded">As it was recorded.</param>
/// <param name="Requests">What became of each request, in the order of the recording.</param>
/// <param name="States">How full the engine was, at the instants at which that was recorded and it still ran.</param>
/// <param name="Steps">Steps that it took.</param>
public sealed record ReplayedRun(
    RecordedRun Recorded, IReadOnlyList<ReplayedRequest> Requests, IReadOnlyList<EngineState> States, long Steps);
