namespace Plimsoll.Serving.Steps;

/// <summary>What one rank computes in a step, as its kernels see it. <c>default</c> is a step without work.</summary>
public readonly record struct KernelLoad
{
    /// <summary>Sequences that get one token from their cache.</summary>
    public int Sequences { get; init; }

    /// <summary>Tokens in their caches before the step, all together.</summary>
    public long Context { get; init; }

    /// <summary>Input tokens computed.</summary>
    public int Chunk { get; init; }

    /// <summary>Sequences they belong to.</summary>
    public int Parts { get; init; }

    /// <summary>Input tokens of the longest part.</summary>
    public int LongestPart { get; init; }

    /// <summary>
    /// Pairs of an input token and a token that it attends to, half of the square of each part included.
    /// </summary>
    public double Pairs { get; init; }

    /// <summary>Tokens that the kernels compute.</summary>
    public int Tokens => Sequences + Chunk;

    /// <summary>The load of a step.</summary>
    public static KernelLoad Of(int sequences, long context, ReadOnlySpan<PrefillPart> prefill)
    {
        int chunk = 0;
        int longest = 0;
        double pairs = 0;
        foreach (PrefillPart part in prefill)
        {
            chunk += part.Tokens;
            longest = Math.Max(longest, part.Tokens);
            pairs += (double)part.Tokens * (part.Context + (part.Tokens / 2.0));
        }

        return new KernelLoad
        {
            Sequences = sequences,
            Context = context,
            Chunk = chunk,
            Parts = prefill.Length,
            LongestPart = longest,
            Pairs = pairs,
        };
    }
}
