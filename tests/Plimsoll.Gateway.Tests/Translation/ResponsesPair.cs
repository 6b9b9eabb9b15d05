using System.Buffers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Translation;

namespace Plimsoll.Gateway.Tests.Translation;

/// <summary>What OpenAI Responses say, and the same in the other dialects, approved by hand.</summary>
internal static class ResponsesPair
{
    /// <summary>Names of all pairs of a kind, each with the upstream's dialects for which it is approved.</summary>
    public static TheoryData<string, string> All(string kind)
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Directory.EnumerateFiles(Folder(kind), "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            foreach (var upstream in new[] { "openai", "anthropic" })
            {
                if (Read(kind, name).TryGetProperty(upstream, out _))
                    data.Add(name, upstream);
            }
        }

        return data;
    }

    public static JsonElement Read(string kind, string name) =>
        JsonElement.Parse(File.ReadAllText(Path.Combine(Folder(kind), name + ".json")));

    /// <summary>A translator that knows of no request yet.</summary>
    public static Translator Over(string upstream) => Translator.Between(
        Dialect.Responses, upstream == "openai" ? Dialect.OpenAi : Dialect.Anthropic)!;

    /// <summary>Begins the stream of an answer.</summary>
    public static EventTranslator Begin(string upstream, IBufferWriter<byte> output) => Begin(Over(upstream), output);

    /// <summary>Begins the stream of an answer to a request that was translated.</summary>
    public static EventTranslator Begin(Translator translator, IBufferWriter<byte> output)
    {
        var asked = """{"model":"m","input":"How far?","stream":true}"""u8;
        Assert.True(ChatRequestReader.TryRead(asked, Dialect.Responses, out var request, out _));
        return translator.Events(output, request, "req_1", Pair.Created);
    }

    /// <summary>A stream of events as its dialect writes it.</summary>
    public static byte[] Encode(string dialect, JsonElement events)
    {
        var text = string.Concat(events.EnumerateArray().Select(data => dialect == "openai"
            ? $"data: {data.GetRawText()}\n\n"
            : $"event: {data.GetProperty("type").GetString()}\ndata: {data.GetRawText()}\n\n"));
        return Encoding.UTF8.GetBytes(dialect == "openai" ? text + "data: [DONE]\n\n" : text);
    }

    private static string Folder(string kind) =>
        Path.Combine(AppContext.BaseDirectory, "Translation", "Pairs", "responses-" + kind);
}
