using System.Runtime.InteropServices;

namespace Plimsoll.Storage.Embedded.Files;

/// <summary>A folder of the file system. It names people and what they used: only its owner may read it.</summary>
internal sealed class DiskFiles : StoreFiles
{
    private const string LockName = "lock";
    private readonly string folder;

    /// <summary>A folder, which is there.</summary>
    public DiskFiles(string folder) => this.folder = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public override string Place => folder;

    /// <summary>Makes a folder if there is none.</summary>
    public static DiskFiles Make(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return new DiskFiles(folder);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> List() =>
        [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(name => name != LockName)];

    /// <inheritdoc/>
    public override StoreFile Create(string name) => new DiskFile(InFolder(name));

    /// <inheritdoc/>
    public override Stream Open(string name) => new FileStream(InFolder(name), new FileStreamOptions
    {
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 1 << 17,
        Options = FileOptions.SequentialScan,
    });

    /// <inheritdoc/>
    public override void Rename(string from, string to) => File.Move(InFolder(from), InFolder(to), overwrite: true);

    /// <inheritdoc/>
    public override void Delete(string name) => File.Delete(InFolder(name));

    /// <inheritdoc/>
    public override void Sync()
    {
        // Windows has no such call, and keeps names in a journal.
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenFolder(folder, 0);
        try
        {
            if (descriptor < 0 || SyncDescriptor(descriptor) != 0)
            {
                var error = Marshal.GetLastPInvokeError();
                throw new IOException($"{folder}: its names cannot be made durable: error {error}.");
            }
        }
        finally
        {
            if (descriptor >= 0)
                _ = CloseDescriptor(descriptor);
        }
    }

    /// <inheritdoc/>
    public override IDisposable? Claim()
    {
        try
        {
            return new FileStream(InFolder(LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(InFolder(LockName)))
        {
            return null;
        }
    }

    private string InFolder(string name) => Path.Combine(folder, name);

    // .NET opens no folder as a file, which is how a folder is synced.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenFolder([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SyncDescriptor(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int CloseDescriptor(int descriptor);
}
