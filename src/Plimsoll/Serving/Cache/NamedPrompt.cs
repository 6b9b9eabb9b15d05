namespace Plimsoll.Serving.Cache;

/// <summary>A sequence's prompt, as far as it is named, and what the sequence holds of it.</summary>
internal struct NamedPrompt
{
    /// <summary>The names.</summary>
    public ReadOnlyMemory<long> Names;

    /// <summary>Tokens of the whole prompt.</summary>
    public int Prompt;

    /// <summary>First name whose blocks are not all computed.</summary>
    public int Cursor;

    /// <summary>The hold on the latest name; 0: none.</summary>
    public int Top;
}
