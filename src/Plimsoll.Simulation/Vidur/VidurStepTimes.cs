using Plimsoll.Quantities;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// Vidur's iteration times for engines of our own: the same tables under our schedulers and our clock, to the nearest
/// 1/65536 ns. A batch beyond the tables throws, as it does in Vidur's mode.
/// </summary>
public sealed class VidurStepTimes(VidurTables tables) : IStepTimes
{
    /// <inheritdoc/>
    public DecodeLine Decode(int sequences, long context)
    {
        var kvStep = tables.KvStepOf(context / sequences);

        // The tables are flat up to the last total whose mean, rounded down, is still covered by the same step.
        var until = (sequences * (((long)kvStep * tables.Model.KvStep) + 1)) - 1;
        return new DecodeLine(FineTime.FromSeconds(tables.Decode(sequences, kvStep)), default, until);
    }

    /// <inheritdoc/>
    public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill)
    {
        var prompts = default(VidurPrompts);
        foreach (var part in prefill)
            prompts = prompts.With(part.Tokens, tables.KvStepOf(part.Context));
        return FineTime.FromSeconds(tables.Mixed(sequences, context, prompts));
    }
}
