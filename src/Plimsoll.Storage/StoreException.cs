namespace Plimsoll.Storage;

/// <summary>A store could not do what it was asked. The message says what was found and what to do.</summary>
/// <param name="fault">What holds now.</param>
/// <param name="message">What was found, where, and what to do.</param>
/// <param name="cause">What it came from.</param>
public sealed class StoreException(StoreFault fault, string message, Exception? cause = null)
    : Exception(message, cause)
{
    /// <summary>What holds now.</summary>
    public StoreFault Fault { get; } = fault;
}
