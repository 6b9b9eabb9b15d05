namespace Plimsoll.Gateway.Translation;

/// <summary>Translates one streamed answer, event by event. For one thread at a time.</summary>
internal abstract class EventTranslator : IDisposable
{
    /// <summary>Translates an event of the upstream.</summary>
    /// <param name="data">Its data; empty for a comment that keeps the connection alive.</param>
    /// <returns>Whether anything goes out.</returns>
    /// <exception cref="InvalidDataException">It is no event of the upstream's dialect.</exception>
    public abstract bool Read(ReadOnlySpan<byte> data);

    /// <summary>Takes the end of a stream whose answer is complete.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public abstract void Dispose();
}
