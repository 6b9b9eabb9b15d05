namespace Plimsoll.Gateway.Emulation;

/// <summary>What a model does for an answer.</summary>
internal enum EmulatedWork
{
    /// <summary>Reads the prompt and writes.</summary>
    Writing,

    /// <summary>Reads the prompt: one pass over all of it, whose end is the answer.</summary>
    Reading,

    /// <summary>Nothing: the tokens of the prompt are counted beside it.</summary>
    Counting,
}
