using Plimsoll.Quantities;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Bench.Engines;

/// <summary>Counts how often an engine asks how long a step takes: once for each step or run of steps.</summary>
internal sealed class CountedTimes(IStepTimes times) : IStepTimes
{
    public long Asked { get; private set; }

    public DecodeLine Decode(int sequences, long context)
    {
        Asked++;
        return times.Decode(sequences, context);
    }

    public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill)
    {
        Asked++;
        return times.Mixed(sequences, context, prefill);
    }
}
