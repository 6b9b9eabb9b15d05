using System.Text.Json;

namespace Plimsoll.Gateway.Emulation;

/// <summary>
/// OpenAI Completions. Several prompts, or several answers of each, are one sequence to the engine, which writes one
/// choice after the other.
/// </summary>
internal sealed class EmulatedCompletions : IStreamedDialect
{
    public IEmulatedFamily Family { get; } = new OpenAiFamily();

    public string PromptMember => "prompt";

    public PromptForm PromptForm => PromptForm.Plain;

    public EmulatedWork Work => EmulatedWork.Writing;

    public IReadOnlyList<string> OutputBounds { get; } = ["max_tokens"];

    public bool BoundRequired => false;

    public void WriteWhole(Utf8JsonWriter json, EmulatedAnswer answer)
    {
        WriteHead(json, answer);
        json.WriteStartArray("choices");
        for (var choice = 0; choice < answer.Request.Choices; choice++)
            WriteChoice(json, choice, Filler.Text(answer.OutputOfEach), EmulatedOpenAi.FinishReason(answer));
        json.WriteEndArray();
        EmulatedOpenAi.WriteUsage(json, answer);
    }

    public void Open(EventStream events, EmulatedAnswer answer)
    {
    }

    public void Token(EventStream events, EmulatedAnswer answer, int number)
    {
        var (choice, before) = Math.DivRem(number - 1, answer.OutputOfEach);
        var finish = before + 1 == answer.OutputOfEach ? EmulatedOpenAi.FinishReason(answer) : null;
        events.Write(null, json =>
        {
            WriteHead(json, answer);
            json.WriteStartArray("choices");
            WriteChoice(json, choice, Filler.Word(before + 1), finish);
            json.WriteEndArray();
            if (answer.Request.IncludeUsage)
                json.WriteNull("usage");
        });
    }

    public void Close(EventStream events, EmulatedAnswer answer) =>
        EmulatedOpenAi.WriteEnd(events, answer, json => WriteHead(json, answer));

    private static void WriteHead(Utf8JsonWriter json, EmulatedAnswer answer) =>
        EmulatedOpenAi.WriteHead(json, answer, "cmpl", "text_completion");

    private static void WriteChoice(Utf8JsonWriter json, int index, string text, string? finish)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteString("text", text);
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
    }
}
