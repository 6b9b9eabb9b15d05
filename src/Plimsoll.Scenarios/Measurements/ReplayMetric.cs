namespace Plimsoll.Scenarios.Measurements;

/// <summary>Errors of one metric.</summary>
/// <param name="Time">The metric.</param>
/// <param name="Requests">Requests that it was compared for.</param>
/// <param name="RecordedMean">Its recorded mean, in seconds.</param>
/// <param name="Ours">Our errors.</param>
/// <param name="Other">Those of the simulator that was recorded beside it; null when none was.</param>
public sealed record ReplayMetric(
    ReplayedTime Time, int Requests, double RecordedMean, ErrorSummary Ours, ErrorSummary? Other);
