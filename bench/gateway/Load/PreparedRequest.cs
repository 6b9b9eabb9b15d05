using System.Text;

namespace Plimsoll.Bench.Gateway.Load;

/// <summary>Requests as bytes, made before anything is measured.</summary>
internal static class PreparedRequest
{
    private const string Words = "The quick brown fox jumps over the lazy dog, again and again. ";

    public static byte[] Of(LoadPlan plan, Tenant tenant)
    {
        var path = plan.IsOpenAi ? "/v1/chat/completions" : "/v1/messages";
        var key = $"x-api-key: {tenant.Key}" + (plan.IsOpenAi ? $"\r\nauthorization: Bearer {tenant.Key}" : "");
        var stream = plan.Chunks == 0 ? ""
            : plan.IsOpenAi ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : "\"stream\":true,";
        var text = string.Concat(Enumerable.Repeat(Words, (plan.PromptBytes / Words.Length) + 1))[..plan.PromptBytes];
        var body = $"{{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":{tenant.MaxTokens},{stream}"
            + $"\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}]}}";
        return Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{plan.Port}\r\n{key}\r\nanthropic-version: 2023-06-01\r\n"
            + $"accept: application/json\r\nuser-agent: bench\r\ncontent-type: application/json\r\n{plan.Headers}"
            + $"content-length: {body.Length}\r\n\r\n{body}");
    }
}
