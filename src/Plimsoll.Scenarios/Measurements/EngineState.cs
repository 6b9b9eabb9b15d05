namespace Plimsoll.Scenarios.Measurements;

/// <summary>How full an engine is at an instant, all its ranks together. <c>default</c> is idle at the start.</summary>
/// <param name="Second">Seconds from the start.</param>
/// <param name="Running">Sequences in batches.</param>
/// <param name="Waiting">Sequences that wait.</param>
/// <param name="CacheUse">Share of the blocks that sequences hold; 0 to 1.</param>
public readonly record struct EngineState(double Second, int Running, int Waiting, double CacheUse);
