using Microsoft.Win32.SafeHandles;

namespace Plimsoll.Storage.Embedded.Files;

/// <summary>
/// Some files of a folder, which can be read until it is disposed of though they are deleted meanwhile.
/// </summary>
internal sealed class HeldFiles : ReadableFiles, IDisposable
{
    private const int BufferBytes = 1 << 17;

    private readonly Dictionary<string, SafeFileHandle> handles = new(StringComparer.Ordinal);

    private HeldFiles(string place) => Place = place;

    /// <inheritdoc/>
    public override string Place { get; }

    /// <summary>Holds files of a folder.</summary>
    /// <exception cref="FileNotFoundException">One is not there any more.</exception>
    public static HeldFiles Hold(string folder, IEnumerable<string> names)
    {
        var held = new HeldFiles(folder);
        try
        {
            foreach (var name in names)
            {
                held.handles[name] = File.OpenHandle(
                    Path.Combine(folder, name), share: FileShare.ReadWrite | FileShare.Delete);
            }

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> List() => [.. handles.Keys];

    /// <inheritdoc/>
    public override Stream Open(string name) => handles.TryGetValue(name, out var handle)
        ? new FileStream(
            new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, BufferBytes)
        : throw new FileNotFoundException($"{name} is not held.", name);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var handle in handles.Values)
            handle.Dispose();
    }
}
