using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Limits.Documents;

/// <summary>
/// All versions of a policy as one JSON object, as <c>docs/reference/policy.md</c> describes it: what is enforced, to
/// the last millionth, and nothing of the scenario it came from. Equal policies have equal texts.
/// </summary>
public static class PolicyJson
{
    /// <summary>What a document says about its form.</summary>
    public const string Format = "plimsoll.policy/1";

    private static readonly JsonWriterOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a policy.</summary>
    public static string Write(PolicyTimeline timeline)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, plain))
            Write(json, timeline);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes a policy where a value is expected.</summary>
    public static void Write(Utf8JsonWriter json, PolicyTimeline timeline) => new PolicyWriter(json).Write(timeline);

    /// <summary>The text of one version: two versions that say the same have the same.</summary>
    public static string TextOf(Policy version) => Write(new PolicyTimeline([version]));

    /// <summary>Reads a policy.</summary>
    /// <param name="from">The object.</param>
    /// <param name="problems">Takes everything that is wrong with it; null is returned then.</param>
    public static PolicyTimeline? Read(JsonElement from, ICollection<string> problems)
    {
        var found = new List<string>();
        PolicyTimeline? timeline = null;
        if (from.ValueKind != JsonValueKind.Object)
        {
            found.Add($"found {Fields.Shown(from)}; expected an object of the form {Format}");
        }
        else
        {
            try
            {
                timeline = PolicyReader.Read(new Fields(from, "", found));
            }
            catch (InvalidOperationException)
            {
                // The one thing that System.Text.Json finds out only when a text is taken.
                found.Add("a text is not Unicode: half of a surrogate pair, or bytes that are not UTF-8");
            }
        }

        foreach (var problem in found)
            problems.Add(problem);
        return found.Count == 0 ? timeline : null;
    }
}
