using Plimsoll.Supply;

namespace Plimsoll.Serving.Fitting;

/// <summary>Times and power of a regime, fitted to the same runs.</summary>
internal sealed record RegimeFit(EngineFit Times, AcceleratorPower? Power)
{
    public static RegimeFit To(IReadOnlyList<Measurement> runs)
    {
        var times = RooflineFit.To(runs);
        return new(times, PowerFit.To(runs, times));
    }
}
