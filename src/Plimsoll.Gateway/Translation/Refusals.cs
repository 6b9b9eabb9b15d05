using System.Text.Json;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Translation;

/// <summary>What of a request cannot be said in the upstream's dialect, collected to be told at once.</summary>
/// <param name="into">Name of that dialect.</param>
internal sealed class Refusals(string into)
{
    private const int MostTold = 20;

    private readonly List<(string Field, string Problem)> told = [];
    private int others;

    /// <summary>What is to be answered; null when all of the request can be said.</summary>
    public ErrorAnswer? Answer => told.Count == 0 ? null : new ErrorAnswer(
        ErrorKind.Malformed,
        $"The upstream of this model speaks the {into} dialect, in which not all of this request can be said. "
        + string.Join(' ', told.Select(refused => $"{refused.Field}: {refused.Problem}."))
        + (others > 0 ? $" And {others} more." : ""),
        told[0].Field);

    /// <summary>Notes what is wrong with a field.</summary>
    public void Add(string field, string problem)
    {
        if (told.Count < MostTold)
            told.Add((field, problem));
        else
            others++;
    }

    /// <summary>Notes what a further step of the translation could not say, by the client's own names.</summary>
    /// <param name="further">What it noted.</param>
    /// <param name="nameOf">The client's name of a field that it read.</param>
    public void Add(Refusals further, Func<string, string> nameOf)
    {
        further.told.ForEach(refused => Add(nameOf(refused.Field), refused.Problem));
        others += further.others;
    }

    /// <summary>Notes a field that means nothing in the other dialect.</summary>
    public void Unknown(string field) => Add(field, "has no counterpart there; leave it out");

    /// <summary>Notes a field whose value means nothing in the other dialect.</summary>
    public void Unknown(string field, JsonElement found, string expected)
    {
        const int longest = 60;
        var raw = found.GetRawText();
        Add(field, $"found {(raw.Length > longest ? raw[..longest] + "…" : raw)}; expected {expected}");
    }

    /// <summary>Notes every member of an object but those that are known here and those that say nothing.</summary>
    public void Others(JsonElement of, string place, params ReadOnlySpan<string> known)
    {
        foreach (var member in of.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null && !known.Contains(member.Name))
                Unknown($"{place}.{member.Name}");
        }
    }
}
