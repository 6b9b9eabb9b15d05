using Plimsoll.Supply;

namespace Plimsoll.Serving;

/// <summary>Bounds that the scheduler of an engine keeps. Names in brackets are vLLM's.</summary>
public sealed record EngineSettings
{
    /// <summary>Tokens computed in a step at most that vLLM's server has by default.</summary>
    public const int ServerBudget = 8192;

    /// <summary>Tokens of a block where none are stated.</summary>
    public const int UsualBlock = 16;

    /// <summary>Most sequences in a step (max_num_seqs). 1 or more.</summary>
    public required int MaxSequences { get; init; }

    /// <summary>
    /// Most tokens computed in a step, input and output together (max_num_batched_tokens). 1 or more.
    /// </summary>
    public required int TokenBudget { get; init; }

    /// <summary>Blocks of key-value cache (num_gpu_blocks). 1 or more.</summary>
    public required int Blocks { get; init; }

    /// <summary>Tokens of a block (block_size). 1 or more. Default 16.</summary>
    public int BlockTokens { get; init; } = UsualBlock;

    /// <summary>Blocks that have to stay free when a sequence is admitted (watermark). Default 0.</summary>
    public int WatermarkBlocks { get; init; }

    /// <summary>
    /// Whether a sequence is admitted only when all of its input fits, not just the part that a step computes
    /// (scheduler_reserve_full_isl). Default true.
    /// </summary>
    public bool AdmitsWhole { get; init; } = true;

    /// <summary>
    /// Tokens that a name of <see cref="Sequence.Prefix"/> stands for, a multiple of <see cref="BlockTokens"/>; 0: no
    /// prefix is shared (enable_prefix_caching). Default 0.
    /// </summary>
    public int PrefixTokens { get; init; }

    /// <summary>
    /// Most input tokens of one sequence in a step (long_prefill_token_threshold); 0: no bound but the budget. Default
    /// 0.
    /// </summary>
    public int LongPrefill { get; init; }

    /// <summary>
    /// Whether a step is formed when the one before it begins, before the tokens of that are known (async_scheduling):
    /// who comes joins a step later, and who has its last token keeps seat and blocks for a step more. Default false.
    /// </summary>
    public bool FormsAhead { get; init; }

    /// <summary>Most sequences that wait beyond a full batch. 0 or more. Default: no bound.</summary>
    public int Queue { get; init; } = int.MaxValue;

    /// <summary>Who is served first. Default: first come.</summary>
    public QueueOrder Order { get; init; } = QueueOrder.FirstCome;

    /// <summary>
    /// Bounds of an engine on given accelerators: memory beside the weights in blocks,
    /// <see cref="ServerBudget"/> tokens a step or one for each sequence, as many that wait as run, and steps formed
    /// ahead, as vLLM does by default.
    /// </summary>
    /// <param name="accelerator">Accelerator kind.</param>
    /// <param name="shape">Model that it serves.</param>
    /// <param name="width">Accelerators that it spans. 1 or more.</param>
    /// <param name="batch">Most sequences in a step. 1 or more.</param>
    public static EngineSettings On(Accelerator accelerator, ModelShape shape, int width, int batch) => new()
    {
        MaxSequences = batch,
        TokenBudget = Math.Max(ServerBudget, batch),
        Blocks = OperatingPoint.SequencesInMemory(accelerator, shape, width, context: 1) / UsualBlock,
        FormsAhead = true,
        Queue = batch,
    };

    /// <summary>Most tokens a sequence may have for its cache to fit.</summary>
    public long LongestSequence => (long)(Blocks - WatermarkBlocks) * BlockTokens;
}
