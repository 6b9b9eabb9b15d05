using System.Text;
using System.Text.Json;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;

namespace Plimsoll.Gateway.Documents;

/// <summary>The policy that operators uploaded, as a file of the form that <see cref="PolicyJson"/> writes.</summary>
public static class PolicyFile
{
    /// <summary>
    /// The kept policy where there is one, else another: what was uploaded counts until the file is gone.
    /// </summary>
    /// <param name="path">Path of the file; null: none is kept.</param>
    /// <param name="otherwise">The policy of a gateway to which none was uploaded.</param>
    /// <exception cref="InvalidDataException">The file is no policy; the message says where and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PolicyTimeline Or(string? path, PolicyTimeline otherwise) =>
        path is not null && File.Exists(path) ? Load(path) : otherwise;

    /// <summary>Reads a policy.</summary>
    /// <exception cref="InvalidDataException">The file is no policy; the message says where and why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PolicyTimeline Load(string path) => Read(KeptFile.Read(path), path);

    /// <summary>Reads a policy that is kept elsewhere in the same form.</summary>
    /// <param name="utf8">What is kept.</param>
    /// <param name="place">What it is called in messages.</param>
    /// <exception cref="InvalidDataException">It is no policy; the message says where and why.</exception>
    internal static PolicyTimeline Read(ReadOnlyMemory<byte> utf8, string place)
    {
        List<string> problems = [.. StrictJson.FaultsIn(utf8.Span)];
        if (problems.Count == 0)
        {
            using var json = JsonDocument.Parse(utf8);
            if (PolicyJson.Read(json.RootElement, problems) is { } timeline)
                return timeline;
        }

        throw new InvalidDataException($"{place} is not a policy: {string.Join('\n', problems)}");
    }

    /// <summary>Writes a policy, whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written, or somebody else is writing it.</exception>
    public static void Save(string path, PolicyTimeline timeline)
    {
        using var alone = KeptFile.Lock(path);
        KeptFile.Replace(path, file => file.Write(Encoding.UTF8.GetBytes(PolicyJson.Write(timeline))));
    }
}
