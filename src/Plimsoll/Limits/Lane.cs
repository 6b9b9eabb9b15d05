namespace Plimsoll.Limits;

/// <summary>Which queue of the service a request asks for. Numbered and append-only.</summary>
public enum Lane
{
    /// <summary>Interactive, the default.</summary>
    Standard = 0,

    /// <summary>Interactive on reserved capacity, falling to <see cref="Standard"/> where a limit says so.</summary>
    Priority = 1,

    /// <summary>Batches: answered within a day, limited apart from interactive use.</summary>
    Batch = 2,
}
