using Plimsoll.Serving.Fitting;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>What was read of benchmarks.</summary>
/// <param name="Runs">Measured runs.</param>
/// <param name="LeftOut">What was not taken, and why: a sentence each.</param>
public sealed record BenchmarkRuns(IReadOnlyList<Measurement> Runs, IReadOnlyList<string> LeftOut);
