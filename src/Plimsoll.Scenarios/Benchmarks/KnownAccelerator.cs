using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>An accelerator kind as its maker states it. Rates in operations per second, 0 where it has none.</summary>
internal sealed record KnownAccelerator(
    string Name, string Title, (double Bf16, double Fp8, double Fp4) Compute, ByteSize Memory, Bandwidth Bandwidth,
    int ScaleUp, Watts Tdp)
{
    /// <summary>
    /// The kind at the peak of a precision. Weights that the kind cannot compute with are converted to the next wider
    /// that it can; 4-bit integers always to BF16.
    /// </summary>
    public Accelerator At(Precision precision) => new()
    {
        Name = Name,
        Title = Title,
        Compute = new(precision.Name switch
        {
            "fp4" when Compute.Fp4 > 0 => Compute.Fp4,
            "fp8" when Compute.Fp8 > 0 => Compute.Fp8,
            _ => Compute.Bf16,
        }),
        Memory = Memory,
        Bandwidth = Bandwidth,
        ScaleUp = ScaleUp,
        Calibration = new(new(1), new(1), default, default, default),
        Power = new(Tdp, Tdp, default, default),
    };
}
