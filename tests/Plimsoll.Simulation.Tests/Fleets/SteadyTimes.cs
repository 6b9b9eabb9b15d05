using Plimsoll.Quantities;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Simulation.Tests.Fleets;

/// <summary>
/// Times that can be added up by hand: a step takes 10 ms, and 1 ms more for each token of a prompt that it computes.
/// </summary>
internal sealed class SteadyTimes : IStepTimes
{
    public DecodeLine Decode(int sequences, long context) => new(Milliseconds(10), default, long.MaxValue);

    public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill)
    {
        var tokens = 0;
        foreach (var part in prefill)
            tokens += part.Tokens;
        return Milliseconds(10 + tokens);
    }

    private static FineTime Milliseconds(long count) => new(count * 1_000_000 * FineTime.PerNanosecond);
}
