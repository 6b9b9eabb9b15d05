namespace Plimsoll.Gateway.Documents;

/// <summary>
/// A small file that is read and written whole: nobody ever sees half of it, and one process at a time changes it. A
/// file with <c>.lock</c> behind its name says so meanwhile.
/// </summary>
internal static class KeptFile
{
    private const int MostTries = 20;
    private const int BetweenTries = 25;

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Keeps others from changing a file until this is disposed.</summary>
    /// <exception cref="IOException">Somebody else is changing it, or it cannot be written.</exception>
    public static IDisposable Lock(string path)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return Open(path + ".lock");
            }
            catch (IOException e) when (tries < MostTries && e is not DirectoryNotFoundException)
            {
                // Whoever changes it does so within milliseconds.
                Thread.Sleep(BetweenTries);
            }
            catch (IOException e) when (File.Exists(path + ".lock"))
            {
                throw new IOException($"{path} is being changed by somebody else: try again.", e);
            }
        }
    }

    private static FileStream Open(string path)
    {
        try
        {
            return new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                bufferSize: 1,
                FileOptions.DeleteOnClose);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Writes a file, whole or not at all; on Unix only its owner may read it.</summary>
    /// <param name="path">Path of the file; replaced when it exists.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Replace(string path, Action<Stream> write)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var next = path + ".new";
        try
        {
            using (var stream = new FileStream(next, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }
}
