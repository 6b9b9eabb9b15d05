namespace Plimsoll.Gateway.Emulation;

/// <summary>Why a request gets no answer.</summary>
internal enum Failure
{
    /// <summary>The body is not a request.</summary>
    Malformed,

    /// <summary>No class serves the model.</summary>
    UnknownModel,

    /// <summary>Input and output together do not fit on a replica.</summary>
    TooLong,

    /// <summary>Every replica is full.</summary>
    Full,
}
