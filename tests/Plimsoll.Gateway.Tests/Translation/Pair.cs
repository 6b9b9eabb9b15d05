using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Translation;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Translation;

/// <summary>The same thing said in both dialects, approved by hand.</summary>
/// <param name="Name">Name of its file.</param>
/// <param name="Ways">Dialects into which it is translated from the other.</param>
/// <param name="Anthropic">As Anthropic has it.</param>
/// <param name="OpenAi">As OpenAI has it.</param>
internal sealed record Pair(string Name, string[] Ways, JsonElement Anthropic, JsonElement OpenAi)
{
    /// <summary>When answers are created.</summary>
    public static readonly Instant Created =
        Instant.From(new DateTimeOffset(2026, 5, 6, 12, 3, 0, TimeSpan.Zero));

    public static Translator AnthropicOverOpenAi => Translator.Between(Dialect.Anthropic, Dialect.OpenAi)!;

    public static Translator OpenAiOverAnthropic => Translator.Between(Dialect.OpenAi, Dialect.Anthropic)!;

    /// <summary>Names of all pairs of a kind, each with the ways in which it is approved.</summary>
    public static TheoryData<string, string> All(string kind)
    {
        var data = new TheoryData<string, string>();
        foreach (var file in Directory.EnumerateFiles(Folder(kind), "*.json").Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            foreach (var into in Read(kind, name).Ways)
                data.Add(name, into);
        }

        return data;
    }

    public static Pair Read(string kind, string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(kind), name + ".json")));
        var root = document.RootElement.Clone();
        return new Pair(
            name,
            [.. root.GetProperty("ways").EnumerateArray().Select(way => way.GetString()!)],
            root.GetProperty("anthropic"),
            root.GetProperty("openai"));
    }

    /// <summary>Holds what came out against what was approved, whatever the order of members.</summary>
    public static void AssertSame(JsonElement approved, JsonElement found)
    {
        if (JsonElement.DeepEquals(approved, found))
            return;
        var indented = new JsonSerializerOptions { WriteIndented = true };
        Assert.Equal(JsonSerializer.Serialize(approved, indented), JsonSerializer.Serialize(found, indented));
    }

    private static string Folder(string kind) => Path.Combine(AppContext.BaseDirectory, "Translation", "Pairs", kind);
}
