namespace Plimsoll.Storage.Embedded.Files;

/// <summary>A file that is being written, from its beginning to its end. For one thread.</summary>
internal abstract class StoreFile : IDisposable
{
    /// <summary>Bytes appended.</summary>
    public long Length { get; protected set; }

    /// <summary>Appends bytes. When it fails, any part of them may be in the file.</summary>
    public abstract void Append(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Returns when all that was appended is durable. When it fails, nothing appended since the last success may be
    /// relied on, even though it can be read and even if a later call succeeds.
    /// </summary>
    public abstract void Sync();

    /// <summary>Closes it, without syncing.</summary>
    public abstract void Dispose();
}
