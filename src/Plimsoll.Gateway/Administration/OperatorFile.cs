using System.Text.Json;
using System.Text.Json.Serialization;
using Plimsoll.Gateway.Documents;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// Operators' keys as a JSON file: <c>{"operators":[{"name","hash","role","created"}]}</c>, with <c>role</c>
/// <c>read-only</c> or <c>admin</c>.
/// </summary>
public static class OperatorFile
{
    /// <summary>Reads a ring.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="InvalidDataException">
    /// The file is not one of operators' keys; the message says where and why.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static OperatorRing Load(string path)
    {
        var faults = new List<string>();
        try
        {
            if (StrictJson.Read(KeptFile.Read(path), OperatorFileJson.Default.OperatorFileContent, faults) is { } file)
                return new OperatorRing(file.Operators);
        }
        catch (ArgumentException e)
        {
            faults.Add(e.Message);
        }

        throw new InvalidDataException($"{path} is not a file of operators' keys: {string.Join('\n', faults)}");
    }

    /// <summary>Changes a ring while nobody else can; an absent file is an empty ring.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="change">From the ring as it is to what it becomes.</param>
    /// <exception cref="InvalidDataException">The file is not one of operators' keys.</exception>
    /// <exception cref="IOException">The file cannot be read or written, or somebody else is changing it.</exception>
    public static void Change(string path, Func<OperatorRing, OperatorRing> change)
    {
        using var alone = KeptFile.Lock(path);
        var content = new OperatorFileContent([.. change(File.Exists(path) ? Load(path) : OperatorRing.Empty).Keys]);
        KeptFile.Replace(
            path, file => JsonSerializer.Serialize(file, content, OperatorFileJson.Default.OperatorFileContent));
    }
}

/// <summary>The file's root object.</summary>
/// <param name="Operators">The keys.</param>
internal sealed record OperatorFileContent(OperatorKey[] Operators);

/// <summary>How the file is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(OperatorFileContent))]
internal sealed partial class OperatorFileJson : JsonSerializerContext;
