namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// Operator times in milliseconds, for one layer on one accelerator. The first group by the number of tokens, from 0
/// (not used) to <see cref="MaxTokens"/>.
/// </summary>
public sealed record VidurOperators
{
    /// <summary>Most tokens in the tables.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>Most sequences in the table of decode attention.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>Largest cache in the tables of attention, in steps.</summary>
    public required int KvSteps { get; init; }

    /// <summary>Query, key and value projection.</summary>
    public required double[] PreProjection { get; init; }

    /// <summary>Output projection of attention.</summary>
    public required double[] PostProjection { get; init; }

    /// <summary>Rotary embedding.</summary>
    public required double[] Rope { get; init; }

    /// <summary>Writing keys and values to the cache.</summary>
    public required double[] KvSave { get; init; }

    /// <summary>Norm before attention.</summary>
    public required double[] InputNorm { get; init; }

    /// <summary>Norm before the MLP.</summary>
    public required double[] PostAttentionNorm { get; init; }

    /// <summary>Up projection of the MLP.</summary>
    public required double[] UpProjection { get; init; }

    /// <summary>Down projection of the MLP.</summary>
    public required double[] DownProjection { get; init; }

    /// <summary>Activation of the MLP.</summary>
    public required double[] Activation { get; init; }

    /// <summary>Residual addition.</summary>
    public required double[] Add { get; init; }

    /// <summary>Reduction across accelerators. Empty when there is one.</summary>
    public required double[] AllReduce { get; init; }

    /// <summary>Attention of decode, at (sequences × (<see cref="KvSteps"/> + 1) + step of the mean cache).</summary>
    public required double[] DecodeAttention { get; init; }

    /// <summary>Attention of prefill, at (step of the cache × (<see cref="MaxTokens"/> + 1) + tokens).</summary>
    public required double[] PrefillAttention { get; init; }
}
