namespace Plimsoll.Storage.Embedded.Files;

/// <summary>
/// The folder of one store: everything that it asks of an operating system. What was appended is safe from a power cut
/// once its file was synced, and a name (made, replaced or deleted) once the folder was. Failures are
/// <see cref="IOException"/>.
/// </summary>
internal abstract class StoreFiles : ReadableFiles
{
    /// <summary>Makes a file, empty, in place of one of that name.</summary>
    public abstract StoreFile Create(string name);

    /// <summary>Gives a file another name, in place of one that has it.</summary>
    public abstract void Rename(string from, string to);

    /// <summary>Deletes a file; nothing if there is none.</summary>
    public abstract void Delete(string name);

    /// <summary>
    /// Makes names durable. When it fails, a later success makes those durable too: a file system that cannot write its
    /// names lets nothing more be written.
    /// </summary>
    public abstract void Sync();

    /// <summary>Keeps every other process out until it is disposed of; null: another process is in.</summary>
    public abstract IDisposable? Claim();
}
