namespace Plimsoll.Gateway.Recording;

/// <summary>
/// A file that this process alone appends to while it is open; anybody may read it meanwhile. A file with
/// <c>.lock</c> behind its name says so, as that of a key file does, and goes when the file is closed.
/// </summary>
internal sealed class AppendedFile : IDisposable
{
    private readonly FileStream alone;

    private AppendedFile(FileStream alone, FileStream file) => (this.alone, File) = (alone, file);

    /// <summary>The file, open to be read and written.</summary>
    public FileStream File { get; }

    /// <summary>Opens a file, which is made where there is none.</summary>
    /// <exception cref="IOException">
    /// The file cannot be written, or another process has it open; the message names it.
    /// </exception>
    public static AppendedFile Open(string path)
    {
        var alone = Claim(path);
        try
        {
            return new AppendedFile(
                alone, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            alone.Dispose();
            throw Unwritable(path, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File.Dispose();
        alone.Dispose();
    }

    /// <summary>Says that a file or folder is this process's alone, until what is returned is closed.</summary>
    /// <exception cref="IOException">It is another's, or cannot be written; the message names it.</exception>
    public static FileStream Claim(string path)
    {
        var beside = path + ".lock";
        try
        {
            return new FileStream(
                beside,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (System.IO.File.Exists(beside))
        {
            throw new IOException(
                $"{path} is being written by another gateway, or for another purpose: give each a file of its own.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
    }

    private static IOException Unwritable(string path, Exception reason) =>
        new($"{path}: {reason.Message} Choose a file that can be written.", reason);
}
