using System.Text.Json;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Batches as Anthropic's clients send them, and what becomes of them.</summary>
internal static class BatchOf
{
    public const string Route = "/v1/messages/batches";

    /// <summary>A small request for each name.</summary>
    public static string Requests(params IEnumerable<string> names) =>
        $$"""{"requests":[{{string.Join(",\n", names.Select(Request))}}]}""";

    /// <summary>Sends a batch that is accepted.</summary>
    /// <returns>Its route.</returns>
    public static async Task<string> Batch(this GatewayRig rig, params IEnumerable<string> names)
    {
        var batch = await rig.Answer(Route, Requests(names));
        Assert.True(batch.TryGetProperty("id", out var id), batch.ToString());
        return $"{Route}/{id.GetString()}";
    }

    /// <summary>Asks for a batch until it has ended.</summary>
    public static async Task<JsonElement> Ended(this GatewayRig rig, string route)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var batch = await rig.Usage(route);
            if (batch.GetProperty("processing_status").GetString() == "ended")
                return batch;
        }
    }

    /// <summary>Type of what became of each request, by its name.</summary>
    public static async Task<Dictionary<string, string>> Results(this GatewayRig rig, string route) =>
        (await rig.Lines($"{route}/results")).ToDictionary(
            line => line.GetProperty("custom_id").GetString()!,
            line => line.GetProperty("result").GetProperty("type").GetString()!);

    /// <summary>JSON lines.</summary>
    public static async Task<IReadOnlyList<JsonElement>> Lines(this GatewayRig rig, string path)
    {
        var text = await rig.Http.GetStringAsync(path, TestContext.Current.CancellationToken);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <summary>How many requests came to an end, by its name.</summary>
    public static int Count(this JsonElement batch, string end) =>
        batch.GetProperty("request_counts").GetProperty(end).GetInt32();

    private static string Request(string name) => $$$"""
        {"custom_id":"{{{name}}}","params":{"model":"claude-sonnet-5","max_tokens":50,
         "messages":[{"role":"user","content":"How far, {{{name}}}?"}]} }
        """;
}
