using Plimsoll.Quantities;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Tests.Serving;

/// <summary>Every step takes as long as every other.</summary>
internal sealed class EvenTimes(long nanoseconds) : IStepTimes
{
    public DecodeLine Decode(int sequences, long context) => new(Time, default, long.MaxValue);

    public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill) => Time;

    private FineTime Time => new(nanoseconds * FineTime.PerNanosecond);
}
