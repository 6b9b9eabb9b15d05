namespace Plimsoll.Storage.Embedded.Files;

/// <summary>Files of one store, to be read. Failures are <see cref="IOException"/>.</summary>
internal abstract class ReadableFiles
{
    /// <summary>Where they are, for messages.</summary>
    public abstract string Place { get; }

    /// <summary>Their names, in no order.</summary>
    public abstract IReadOnlyList<string> List();

    /// <summary>Opens a file to be read from its beginning.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public abstract Stream Open(string name);
}
