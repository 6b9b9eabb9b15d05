using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// A request of a trace. Rows without <see cref="Think"/> stand in order of arrival; a row with it follows directly
/// after the row of its session whose answer it waits for. <c>default</c> is a request without tokens.
/// </summary>
/// <param name="Arrival">The request; of a row that waits, its instant means nothing.</param>
/// <param name="Think">
/// Time from the end of the row before to this arrival, zero or more; null: it arrives at its own instant.
/// </param>
public readonly record struct TraceRow(Arrival Arrival, Duration? Think);
