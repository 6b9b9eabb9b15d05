using System.Security.Cryptography;
using System.Text.Json;
using Plimsoll.Gateway.Recording;

namespace Plimsoll.Gateway.Batches;

/// <summary>
/// The folder in which batches are kept, a folder each, for this gateway alone. Prompts and answers lie in it as they
/// are: on Unix only its owner may read it.
/// </summary>
internal sealed class BatchFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string Staged = ".new";
    private const string Document = "batch.json";
    private const int IdBytes = 12;

    private readonly FileStream? alone;
    private readonly string root;

    private BatchFolder(string root, FileStream? alone) => (this.root, this.alone) = (root, alone);

    /// <summary>The batches that were in it when it was opened.</summary>
    public IReadOnlyList<BatchDocument> Found { get; private init; } = [];

    /// <summary>Opens a folder, which is made where there is none; null: a temporary one.</summary>
    /// <exception cref="IOException">It cannot be used, or another gateway uses it; the message names it.</exception>
    public static BatchFolder Open(string? path)
    {
        if (path is null)
        {
            var name = "plimsoll-batches-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
            return new BatchFolder(Path.Combine(Path.GetTempPath(), name), alone: null);
        }

        FileStream? alone = null;
        try
        {
            Make(path);
            alone = AppendedFile.Claim(path);
            foreach (var left in Directory.EnumerateDirectories(path, "*" + Staged))
                Directory.Delete(left, recursive: true);
            return new BatchFolder(path, alone) { Found = Load(path) };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            alone?.Dispose();
            if (e is IOException)
                throw;
            throw new IOException($"{path}: {e.Message} Choose a folder that can be written.", e);
        }
    }

    /// <summary>Where files are that no batch has for itself.</summary>
    public string Files => Path.Combine(root, "files");

    /// <summary>An id that no batch has.</summary>
    public static string NewId(string prefix) =>
        prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));

    /// <summary>Where the requests of a batch are, one a line.</summary>
    public string RequestsOf(string id) => Path.Combine(root, id, "requests.jsonl");

    /// <summary>Where its results are, one a line.</summary>
    public string ResultsOf(string id) => Path.Combine(root, id, "results.jsonl");

    /// <summary>Makes the place of a batch that is only being uploaded.</summary>
    /// <returns>Where its requests go.</returns>
    public string Stage(string id)
    {
        Make(root);
        Make(Path.Combine(root, id + Staged));
        return Path.Combine(root, id + Staged, "requests.jsonl");
    }

    /// <summary>Makes a batch of what was uploaded.</summary>
    public void Adopt(BatchDocument document)
    {
        var staged = Path.Combine(root, document.Id + Staged);
        Write(Path.Combine(staged, Document), document);
        Directory.Move(staged, Path.Combine(root, document.Id));
    }

    /// <summary>Deletes what was uploaded and is not to become a batch.</summary>
    public void Unstage(string id) => Delete(id + Staged);

    /// <summary>Keeps a batch as it is now, whole or not at all.</summary>
    public void Save(BatchDocument document) => Write(Path.Combine(root, document.Id, Document), document);

    /// <summary>Deletes a batch with all that belongs to it.</summary>
    public void Delete(string id)
    {
        var path = Path.Combine(root, id);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        alone?.Dispose();
        if (alone is null && Directory.Exists(root))
            Directory.Delete(root, recursive: true);
    }

    private static List<BatchDocument> Load(string root) =>
    [
        .. Directory.EnumerateDirectories(root)
            .Select(place => Path.Combine(place, Document))
            .Where(File.Exists)
            .Select(Read),
    ];

    private static BatchDocument Read(string path)
    {
        try
        {
            var document = JsonSerializer.Deserialize(File.ReadAllBytes(path), BatchJson.Default.BatchDocument);
            return document is not null && BatchForm.Named(document.Form) is not null
                ? document
                : throw new JsonException($"Found the form '{document?.Form}'.");
        }
        catch (JsonException e)
        {
            throw new IOException($"{path} is not a batch's: {e.Message} Delete its folder to go on without it.", e);
        }
    }

    private static void Write(string path, BatchDocument document)
    {
        var next = path + ".new";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, document, BatchJson.Default.BatchDocument);
            file.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }

    /// <summary>Makes a folder that only its owner may read, where there is none.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, OwnerOnly);
    }
}
