using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Documents;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// The members of a small JSON object that a client sent. Everything that is wrong with them is collected and told at
/// once.
/// </summary>
internal sealed class RequestFields
{
    /// <summary>Most bytes of a body that holds no document.</summary>
    public const int MostBytes = 64 * 1024;

    private const int LongestText = 500;

    private readonly Dictionary<string, JsonElement> members;
    private readonly List<string> asked = [];
    private readonly string place;

    /// <summary>Takes the members of an object.</summary>
    /// <param name="from">An object whose members differ.</param>
    /// <param name="place">What their names begin with in messages.</param>
    /// <param name="errors">Takes what is wrong.</param>
    private RequestFields(JsonElement from, string place, List<string> errors)
    {
        (this.place, Errors) = (place, errors);
        members = from.EnumerateObject().ToDictionary(
            member => member.Name, member => member.Value.Clone(), StringComparer.Ordinal);
    }

    /// <summary>What is wrong; to be added to by whoever knows more.</summary>
    public List<string> Errors { get; }

    /// <summary>Reads the body of a request, or says why it is none.</summary>
    public static async Task<(RequestFields? Fields, ErrorAnswer? Error)> Read(
        HttpContext http, GatewayState gateway, int mostBytes = MostBytes)
    {
        var (body, unread) = await RequestBody.Read(http, gateway, mostBytes);
        if (unread is not null)
            return (null, unread);
        if (StrictJson.FaultsIn(body.Span) is { Count: > 0 } faults)
            return (null, new ErrorAnswer(ErrorKind.Malformed, $"The body cannot be used. {string.Join(' ', faults)}"));
        using var document = JsonDocument.Parse(body);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? (new RequestFields(document.RootElement, "", []), null)
            : (null, new ErrorAnswer(ErrorKind.Malformed, "The body is not a JSON object."));
    }

    /// <summary>Whether a member is there and not null.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A text; null where there is none.</summary>
    public string? Text(string name, bool isRequired = false)
    {
        if (Find(name) is not { } value)
            return Missing<string>(name, isRequired, "a text");
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestText } text)
            return text;
        return Wrong<string>(name, $"a text of 1 to {LongestText} characters");
    }

    /// <summary>True or false; null where there is neither.</summary>
    public bool? Flag(string name, bool isRequired = false)
    {
        if (Find(name) is not { } value)
            return Missing<bool?>(name, isRequired, "true or false");
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : Wrong<bool?>(name, "true or false");
    }

    /// <summary>A whole number; null where there is none.</summary>
    public long? Whole(string name, long least, long most)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            && number >= least && number <= most
            ? number
            : Wrong<long?>(name, $"a whole number from {least} to {most}");
    }

    /// <summary>An instant; null where there is none.</summary>
    public Instant? Instant(string name)
    {
        if (Find(name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String && InstantText.TryParse(value.GetString()!) is { } instant
            ? instant
            : Wrong<Instant?>(name, InstantText.Form);
    }

    /// <summary>Texts; none where there are none.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsText))
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        Wrong(name, "a list of texts");
        return [];

        static bool IsText(JsonElement item) => item.ValueKind == JsonValueKind.String && item.GetString() != "";
    }

    /// <summary>The members of an object; null where there is none, which is no fault.</summary>
    public RequestFields? Object(string name) => Find(name) is { ValueKind: JsonValueKind.Object } value
        ? new RequestFields(value, $"{place}{name}.", Errors)
        : null;

    /// <summary>The items of a list, each whatever it is; none where there is no list.</summary>
    public IReadOnlyList<JsonElement> Items(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Array)
            return [.. value.EnumerateArray()];
        Wrong(name, "a list");
        return [];
    }

    /// <summary>A member as it is; null where it is missing or null.</summary>
    public JsonElement? Value(string name) => Find(name);

    /// <summary>Money as a decimal text of cents, such as <c>"2050"</c> for 20.50 dollars; null: none.</summary>
    /// <param name="name">Name of the member.</param>
    /// <param name="orElse">What else it may be, for messages.</param>
    public MicroUsd? Money(string name, string orElse = "")
    {
        if (Find(name) is not { } value)
            return null;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (value.ValueKind == JsonValueKind.String
            && decimal.TryParse(value.GetString(), style, CultureInfo.InvariantCulture, out var cents)
            && WireAmount.FromCents(cents) is { } money)
        {
            return money;
        }

        return Wrong<MicroUsd?>(name, "cents as a decimal text such as \"2050\", to the ten-thousandth" + orElse);
    }

    /// <summary>What is to be answered; null when nothing is wrong.</summary>
    public ErrorAnswer? Problem()
    {
        RefuseOthers();
        return Errors.Count == 0 ? null : new ErrorAnswer(ErrorKind.Malformed, string.Join(' ', Errors));
    }

    /// <summary>Notes every member that nobody asked for.</summary>
    public void RefuseOthers()
    {
        var unknown = members.Keys.Where(name => !asked.Contains(name)).Order(StringComparer.Ordinal);
        Errors.AddRange(unknown.Select(
            name => $"{place}{name}: is not known here; expected {string.Join(", ", asked)}."));
    }

    /// <summary>Notes that a member is something else than was expected.</summary>
    public void Wrong(string name, string expected) =>
        Errors.Add($"{place}{name}: found {members[name].GetRawText()}; expected {expected}.");

    private JsonElement? Find(string name)
    {
        if (!asked.Contains(name))
            asked.Add(name);
        return members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private T? Missing<T>(string name, bool isRequired, string expected)
    {
        if (isRequired)
            Errors.Add($"{place}{name}: is missing; expected {expected}.");
        return default;
    }

    private T? Wrong<T>(string name, string expected)
    {
        Wrong(name, expected);
        return default;
    }
}
