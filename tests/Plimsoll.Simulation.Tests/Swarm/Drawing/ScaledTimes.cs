using Plimsoll.Quantities;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Simulation.Tests.Swarm.Drawing;

/// <summary>Step times that are so many times as long as others.</summary>
internal sealed class ScaledTimes(IStepTimes inner, long factor) : IStepTimes
{
    public DecodeLine Decode(int sequences, long context)
    {
        var line = inner.Decode(sequences, context);
        return new(line.Time * factor, line.PerToken * factor, line.Until);
    }

    public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill) =>
        inner.Mixed(sequences, context, prefill) * factor;
}
