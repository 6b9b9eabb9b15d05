using Plimsoll.Planning.Outages;

namespace Plimsoll.Simulation.Outages;

/// <summary>One unit of capacity serves one of load.</summary>
internal sealed class CapacityShedding : IShedding
{
    /// <summary>Part of a step by which a load may pass the capacity: what adding capacities up rounds.</summary>
    private const double Tolerance = 1e-9;

    private readonly FailingParts parts;
    private readonly double step;
    private readonly double[][] load;

    /// <summary>Prepares it.</summary>
    /// <param name="system">What has to be carried.</param>
    /// <param name="parts">What carries it.</param>
    public CapacityShedding(OutageSystem system, FailingParts parts)
    {
        (this.parts, step) = (parts, system.Step);
        load = [.. Enumerable.Range(0, system.Categories.Length + 1).Select(system.LoadFrom)];
    }

    /// <inheritdoc/>
    public void Shed(int hour, double forecast, Span<double> missing)
    {
        for (var category = 0; category < missing.Length; category++)
            missing[category] = Missing(category, hour, forecast) - Missing(category + 1, hour, forecast);
    }

    private double Missing(int from, int hour, double forecast)
    {
        var missing = (load[from][hour] * forecast) - parts.Capacity;
        return missing > step * Tolerance ? missing : 0;
    }
}
