using System.Text.Json;
using Plimsoll.Gateway.Documents;

namespace Plimsoll.Gateway.Keys;

/// <summary>
/// The key ring as a JSON file: <c>{"keys":[{"name","hash","plan"|"tier","product","week-anchor","created",
/// "organization"?,"workspace"?,"user"?,"limits"?}],"scopes"?:[{"scope","limits"}]}</c>.
/// </summary>
public static class KeyFile
{
    /// <summary>Reads a ring.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InvalidDataException">The file is not a key file; the message says where and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static KeyRing Load(string path) => Read(KeptFile.Read(path), path);

    /// <summary>Reads a ring that is kept elsewhere in the same form.</summary>
    /// <param name="utf8">What is kept.</param>
    /// <param name="place">What it is called in messages.</param>
    /// <exception cref="InvalidDataException">It is no key file; the message says where and why.</exception>
    internal static KeyRing Read(ReadOnlySpan<byte> utf8, string place)
    {
        try
        {
            var faults = new List<string>();
            var file = StrictJson.Read(utf8, KeyFileJson.Default.KeyFileContent, faults);
            return file is null
                ? throw new InvalidDataException($"{place} is not a key file: {string.Join('\n', faults)}")
                : new KeyRing(file.Keys, file.Scopes);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{place} is not a key file: {e.Message}", e);
        }
    }

    /// <summary>
    /// Changes a ring while nobody else can; an absent file is an empty ring.
    /// </summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="change">From the ring as it is to what it becomes.</param>
    /// <exception cref="InvalidDataException">The file is not a key file.</exception>
    /// <exception cref="IOException">The file cannot be read or written, or somebody else is changing it.</exception>
    public static void Change(string path, Func<KeyRing, KeyRing> change)
    {
        using var alone = KeptFile.Lock(path);
        Save(path, change(File.Exists(path) ? Load(path) : KeyRing.Empty));
    }

    /// <summary>Writes a ring, whole or not at all; on Unix only its owner may read the file.</summary>
    /// <param name="path">Path of the file; replaced when it exists.</param>
    /// <param name="ring">The ring.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, KeyRing ring) => KeptFile.Replace(path, file => file.Write(Write(ring)));

    /// <summary>The ring as its file has it.</summary>
    internal static byte[] Write(KeyRing ring)
    {
        var scopes = ring.Scopes.IsEmpty ? null : ring.Scopes.ToArray();
        return JsonSerializer.SerializeToUtf8Bytes(
            new KeyFileContent([.. ring.Keys], scopes), KeyFileJson.Default.KeyFileContent);
    }
}
