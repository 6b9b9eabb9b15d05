using System.Globalization;
using System.Text.Json;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// The calls of tools in one stream of OpenAI's Chat Completions. Most servers finish a call before they begin the
/// next; deltas of several may also come in turns.
/// </summary>
internal sealed class StreamedCalls
{
    private readonly List<StreamedCall> all = [];

    /// <summary>Whether any tool was called.</summary>
    public bool Any => all.Count > 0;

    /// <summary>The call that a delta is about.</summary>
    /// <param name="delta">Delta of a call.</param>
    /// <param name="isNew">Whether the call begins with it.</param>
    /// <exception cref="InvalidDataException">It is about none.</exception>
    public StreamedCall Of(JsonElement delta, out bool isNew)
    {
        var id = delta.Text("id") is { Length: > 0 } given ? given : null;
        var name = delta.Object("function")?.Text("name");
        int? index = delta.Find("index") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var at)
            ? at
            : null;

        // Only what has a name may be another; some servers give each delta a new id.
        var found = Find(index, id) ?? (name is null && index is not null ? Find(index, id: null) : null);
        isNew = found is null;
        if (found is not null)
            return found;
        if (name is null)
            throw new InvalidDataException("A tool's call has no name, or is gone back to and never began.");
        index ??= all.Count;
        var call = new StreamedCall(
            index.Value, id ?? string.Create(CultureInfo.InvariantCulture, $"call_{index}"), name);
        all.Add(call);
        return call;
    }

    /// <summary>The latest with this number and this id; several may have the same number.</summary>
    private StreamedCall? Find(int? index, string? id)
    {
        for (var at = all.Count - 1; at >= 0; at--)
        {
            if ((index is null || index == all[at].Index) && (id is null || id == all[at].Id))
                return all[at];
        }

        return null;
    }
}
