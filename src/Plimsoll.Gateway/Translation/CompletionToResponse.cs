using System.Runtime.InteropServices;
using System.Text.Json;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Translation;

/// <summary>A whole answer of OpenAI's Chat Completions as one of its Responses.</summary>
internal static class CompletionToResponse
{
    /// <summary>Writes the answer.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static void Write(Utf8JsonWriter json, JsonElement answer, RequestEcho? echo, Instant now)
    {
        var choice = answer.Items("choices").FirstOrDefault();
        if (choice.Object("message") is not { } message)
            throw new InvalidDataException("The answer has no choice with a message.");
        var document = new ResponseDocument(echo, answer.Text("id") ?? "", answer.Text("model"), now);
        var ending = ResponseEnding.Of(choice.Text("finish_reason"));
        AddItems(document, echo, message, ending.Status);
        document.Write(json, ending, TokenCounts.OfChat(answer.Object("usage") ?? default));
    }

    /// <summary>What was thought, then said, then called; the last was cut where anything was.</summary>
    private static void AddItems(ResponseDocument document, RequestEcho? echo, JsonElement message, string status)
    {
        if ((message.Said("reasoning_content") ?? message.Said("reasoning")) is { } thought)
        {
            var (index, id) = document.Open("rs");
            document.Close(index, json => ResponseItems.WriteReasoning(json, id, Raw(thought)));
        }

        var calls = message.Items("tool_calls").ToList();
        List<JsonElement> said = [.. SaidIn(message)];
        var refusal = message.Said("refusal");
        if (said.Count > 0 || refusal is not null)
        {
            var (index, id) = document.Open("msg");
            document.Close(index, json =>
            {
                ResponseItems.BeginMessage(json, id, calls.Count == 0 ? status : "completed");
                said.ForEach(text => ResponseItems.WritePart(json, isRefusal: false, Raw(text)));
                if (refusal is { } refused)
                    ResponseItems.WritePart(json, isRefusal: true, Raw(refused));
                ResponseItems.EndMessage(json);
            });
        }

        foreach (var (at, call) in calls.Index())
            AddCall(document, echo, call, at == calls.Count - 1 ? status : "completed");
    }

    private static IEnumerable<JsonElement> SaidIn(JsonElement message)
    {
        if (message.Said("content") is { } text)
            yield return text;
        foreach (var part in message.Items("content"))
        {
            if (CompletionToMessage.SaidIn(part) is { } piece)
                yield return piece;
        }
    }

    private static void AddCall(ResponseDocument document, RequestEcho? echo, JsonElement call, string status)
    {
        if (call.Object("function") is not { } function)
            throw new InvalidDataException("The answer calls what is no function.");
        var (index, id) = document.Open("fc");
        document.Close(index, json => ResponseItems.WriteCall(
            json,
            id,
            status,
            RequestEcho.CallOf(echo, call.Text("id"), function.Text("name")),
            function.Arguments is { } said ? Raw(said) : "\"{}\""u8));
    }

    private static ReadOnlySpan<byte> Raw(JsonElement text) => JsonMarshal.GetRawUtf8Value(text);
}
