using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>
/// The members of a small JSON object that a client sent. Everything that is wrong with them is collected and told at
/// once.
/// </summary>
internal sealed class RequestFields
{
    private const int MostBytes = 64 * 1024;
    private const int LongestText = 500;

    private readonly Dictionary<string, JsonElement> members;
    private readonly List<string> asked = [];

    private RequestFields(Dictionary<string, JsonElement> members) => this.members = members;

    /// <summary>What is wrong; to be added to by whoever knows more.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Reads the body of a request, or says why it is none.</summary>
    public static async Task<(RequestFields? Fields, ErrorAnswer? Error)> Read(HttpContext http)
    {
        var (body, unread) = await RequestBody.Read(http, MostBytes);
        if (unread is not null)
            return (null, unread);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (null, new ErrorAnswer(ErrorKind.Malformed, "The body is not a JSON object."));
            var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var member in document.RootElement.EnumerateObject())
                members[member.Name] = member.Value.Clone();
            return (new RequestFields(members), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, new ErrorAnswer(ErrorKind.Malformed, "The body is not valid JSON."));
        }
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

    /// <summary>Texts; none where there are none.</summary>
    public ImmutableArray<string> Texts(string name)
    {
        if (Find(name) is not { } value)
            return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsText))
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        Wrong<string>(name, "a list of texts");
        return [];

        static bool IsText(JsonElement item) => item.ValueKind == JsonValueKind.String && item.GetString() != "";
    }

    /// <summary>Money as a decimal text of cents, such as <c>"2050"</c> for 20.50 dollars; null: none.</summary>
    public MicroUsd? Money(string name)
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

        return Wrong<MicroUsd?>(name, "cents as a decimal text such as \"2050\", to the ten-thousandth");
    }

    /// <summary>What is to be answered; null when nothing is wrong.</summary>
    public ErrorAnswer? Problem()
    {
        var unknown = members.Keys.Where(name => !asked.Contains(name)).Order(StringComparer.Ordinal);
        Errors.AddRange(unknown.Select(name => $"{name}: is not known here; expected {string.Join(", ", asked)}."));
        return Errors.Count == 0 ? null : new ErrorAnswer(ErrorKind.Malformed, string.Join(' ', Errors));
    }

    private JsonElement? Find(string name)
    {
        if (!asked.Contains(name))
            asked.Add(name);
        return members.TryGetValue(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private T? Missing<T>(string name, bool isRequired, string expected)
    {
        if (isRequired)
            Errors.Add($"{name}: is missing; expected {expected}.");
        return default;
    }

    private T? Wrong<T>(string name, string expected)
    {
        Errors.Add($"{name}: found {members[name].GetRawText()}; expected {expected}.");
        return default;
    }
}
