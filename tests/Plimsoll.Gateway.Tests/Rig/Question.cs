using System.Text.Json;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Requests and what came back, as both dialects have them.</summary>
internal static class Question
{
    public const string Messages = "/v1/messages";
    public const string Chat = "/v1/chat/completions";

    public const string Responses = "/v1/responses";

    /// <summary>The same question as OpenAI Responses have it.</summary>
    public static string Response(bool stream = false) =>
        $$"""
        {"model":"claude-sonnet-5","max_output_tokens":50,"stream":{{(stream ? "true" : "false")}},"input":"How far?"}
        """;

    /// <summary>A body that both dialects accept: 8 bytes of text, so 2 tokens of input are estimated.</summary>
    public static string Body(bool stream = false) => $$"""
        {"model":"claude-sonnet-5","max_tokens":50,"stream":{{(stream ? "true" : "false")}},
        "messages":[{"role":"user","content":"How far?"}]}
        """;

    /// <summary>Type (or, in the OpenAI dialect, the code when there is one) and message of an error.</summary>
    public static async Task<(string Name, string Message)> Error(this HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = json.RootElement.GetProperty("error");
        var isOpenAi = error.TryGetProperty("code", out var code);
        if (!isOpenAi)
            Assert.Equal("error", json.RootElement.GetProperty("type").GetString());
        var name = isOpenAi && code.ValueKind == JsonValueKind.String ? code : error.GetProperty("type");
        return (name.GetString()!, error.GetProperty("message").GetString()!);
    }

    public static string Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : "";
}
