namespace Plimsoll.Serving;

/// <summary>A request on an engine. Not meaningful as <c>default</c>.</summary>
public readonly record struct Sequence
{
    /// <summary>Number that is unique on its engine.</summary>
    public required long Id { get; init; }

    /// <summary>Tokens of the prompt. 1 or more.</summary>
    public required int Input { get; init; }

    /// <summary>Tokens it will produce. 1 or more.</summary>
    public required int Output { get; init; }

    /// <summary>Rank of its priority: a lower one is served first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Names of the blocks that the prompt begins with, each chained to those before it; equal names are equal
    /// beginnings. Names that begin beyond the prompt are those of what it produces, which is found once the sequence
    /// has left or given way. Must not change while the engine has the sequence.
    /// </summary>
    public ReadOnlyMemory<long> Prefix { get; init; }

    /// <summary>
    /// Tokens of the prompt, fewer than <see cref="Input"/>, whose cache comes from a store outside of the engine
    /// whenever the sequence joins: they need room and no work, and no prefix is looked for. Default 0.
    /// </summary>
    public int Held { get; init; }

    /// <summary>
    /// Whether the cache of its prompt and its first token come with it, computed elsewhere: it needs room for them
    /// and no work. <see cref="Output"/> counts what is still to be produced.
    /// </summary>
    public bool Ready { get; init; }
}
