using Plimsoll.Quantities;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Tests.Serving.Oracle;

/// <summary>
/// Step times without rhyme or reason: lines of random height and slope, which rise or fall, over stretches of context
/// of random length. Times have fractions of a nanosecond and collide on purpose when <c>coarse</c>.
/// </summary>
internal sealed class RandomTimes(ulong seed, int stretch, bool isFlat, bool isCoarse) : IStepTimes
{
    public DecodeLine Decode(int sequences, long context)
    {
        var from = context / stretch * stretch;
        var draw = Mix(seed ^ Mix((ulong)sequences) ^ (ulong)from);
        var height = 1_000_000 + (long)(draw % 5_000_000);
        var slope = isFlat ? 0 : (long)((draw >> 32) % 2001) - 1000;
        if (isCoarse)
            (height, slope) = (height / 1_000_000 * 65536, slope / 500 * 65536 / stretch);
        slope = Math.Max(slope, -height / stretch / 2);
        height = Math.Max(height, 65536 - Math.Min(0, slope * stretch));
        return new(new(height + (slope * (context - from))), new(slope), from + stretch - 1);
    }

    public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill)
    {
        var draw = seed ^ Mix((ulong)sequences) ^ (ulong)context;
        foreach (var part in prefill)
            draw = Mix(draw ^ Mix((ulong)part.Tokens) ^ (ulong)part.Context);
        return new(isCoarse ? 65536 * (1 + (long)(draw % 4)) : 65536 + (long)(draw % 9_000_000));
    }

    private static ulong Mix(ulong value) => Draws.Mix(value);
}
