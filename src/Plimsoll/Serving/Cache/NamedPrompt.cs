namespace Plimsoll.Serving.Cache;

/// <summary>A sequence as far as it is named, and what it holds of that.</summary>
internal struct NamedPrompt
{
    /// <summary>The names.</summary>
    public ReadOnlyMemory<long> Names;

    /// <summary>Tokens that they stand for.</summary>
    public int Named;

    /// <summary>First name whose blocks are not all computed.</summary>
    public int Cursor;

    /// <summary>The hold on the latest name; 0: none.</summary>
    public int Top;
}
