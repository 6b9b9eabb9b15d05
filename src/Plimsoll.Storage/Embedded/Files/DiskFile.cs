using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Storage.Embedded.Files;

/// <summary>A file of the file system that is being written.</summary>
internal sealed class DiskFile : StoreFile
{
    private readonly SafeFileHandle handle;

    /// <summary>Makes it, empty.</summary>
    public DiskFile(string path)
    {
        handle = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(handle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <inheritdoc/>
    public override void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(handle, bytes, Length);
        Length += bytes.Length;
    }

    /// <inheritdoc/>
    public override void Sync() => RandomAccess.FlushToDisk(handle);

    /// <inheritdoc/>
    public override void Dispose() => handle.Dispose();
}
