using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>Power of one accelerator: a base, plus parts that grow with achieved utilisation, cut at the TDP.</summary>
/// <param name="Tdp">Thermal design power: the most one accelerator draws.</param>
/// <param name="Base">Power while serving at no measurable utilisation.</param>
/// <param name="Memory">Additional power at full memory-bandwidth utilisation.</param>
/// <param name="Compute">Additional power at full compute utilisation.</param>
public sealed record AcceleratorPower(Watts Tdp, Watts Base, Watts Memory, Watts Compute)
{
    /// <summary>Power while it is on and no engine runs on it. Default: none.</summary>
    public Watts Idle { get; init; }

    /// <summary>Power at achieved utilisations, each a fraction of the stated peak.</summary>
    public Watts At(double memoryUtilisation, double computeUtilisation) =>
        new(Math.Min(Tdp.Value, (Base + (Memory * memoryUtilisation) + (Compute * computeUtilisation)).Value));
}
