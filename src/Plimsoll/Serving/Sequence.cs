namespace Plimsoll.Serving;

/// <summary>A request on a replica. Not meaningful as <c>default</c>.</summary>
/// <param name="Id">Number that is unique on its replica.</param>
/// <param name="Input">Input tokens to compute. 1 or more.</param>
/// <param name="Output">Output tokens it will produce. 1 or more.</param>
public readonly record struct Sequence(long Id, int Input, int Output)
{
    /// <summary>Input tokens computed so far.</summary>
    public int Prefilled { get; init; }

    /// <summary>Input tokens that the step in progress computes.</summary>
    public int Chunk { get; init; }

    /// <summary>Output tokens produced so far.</summary>
    public int Produced { get; init; }

    /// <summary>Whether its input is complete, so that every step gives it a token.</summary>
    public bool Decodes => Prefilled == Input;

    /// <summary>Tokens in the key-value cache now.</summary>
    public int Context => Prefilled + Produced;

    /// <summary>Tokens of key-value cache kept free for it: its length at the end.</summary>
    public int Reserved => Input + Output;
}
