using System.Text.Json;

namespace Plimsoll.Gateway.Batches;

/// <summary>
/// The files of all keys, in a folder: content and description of each. Safe to share between threads.
/// </summary>
internal sealed class FileDesk
{
    private const string IdPrefix = "file-";

    private readonly Lock gate = new();
    private readonly string root;
    private readonly Dictionary<string, StoredFile> files;

    /// <summary>The files that a folder holds.</summary>
    /// <exception cref="IOException">One cannot be read; the message names it.</exception>
    public FileDesk(string root)
    {
        this.root = root;
        files = Directory.Exists(root)
            ? Directory.EnumerateFiles(root, "*.json").Select(Read).ToDictionary(file => file.Id)
            : new(StringComparer.Ordinal);
    }

    /// <summary>An id that no file has.</summary>
    public static string NewId() => BatchFolder.NewId(IdPrefix);

    /// <summary>The files of a key, the newest first.</summary>
    public IReadOnlyList<StoredFile> Of(string key)
    {
        lock (gate)
        {
            return
            [
                .. files.Values.Where(file => file.Key == key)
                    .OrderByDescending(file => file.Created)
                    .ThenBy(file => file.Id, StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>A file of a key; null where it has none of this id.</summary>
    public StoredFile? Find(string key, string id)
    {
        lock (gate)
            return files.TryGetValue(id, out var file) && file.Key == key ? file : null;
    }

    /// <summary>Where the content of a file is.</summary>
    public string ContentOf(string id) => Path.Combine(root, id + ".jsonl");

    /// <summary>Makes the place of content that is to be written.</summary>
    public FileStream Write(string id)
    {
        BatchFolder.Make(root);
        return new FileStream(ContentOf(id), FileMode.Create, FileAccess.Write);
    }

    /// <summary>Keeps a file whose content is there.</summary>
    public void Keep(StoredFile file)
    {
        var path = DescriptionOf(file.Id);
        File.WriteAllBytes(path + ".new", JsonSerializer.SerializeToUtf8Bytes(file, BatchJson.Default.StoredFile));
        File.Move(path + ".new", path, overwrite: true);
        lock (gate)
            files[file.Id] = file;
    }

    /// <summary>Deletes a file, or content that was not kept.</summary>
    public void Delete(string id)
    {
        lock (gate)
            files.Remove(id);
        if (!Directory.Exists(root))
            return;
        File.Delete(DescriptionOf(id));
        File.Delete(ContentOf(id));
    }

    /// <summary>Deletes what the gateway itself wrote before an instant.</summary>
    public void Sweep(DateTimeOffset before)
    {
        string[] old;
        lock (gate)
        {
            old =
            [
                .. files.Values.Where(file => file.Purpose == StoredFile.Output && file.Created <= before)
                    .Select(file => file.Id),
            ];
        }

        foreach (var id in old)
            Delete(id);
    }

    private string DescriptionOf(string id) => Path.Combine(root, id + ".json");

    private static StoredFile Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), BatchJson.Default.StoredFile)
                ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new IOException($"{path} does not describe a file: {e.Message} Delete it to go on without it.", e);
        }
    }
}
