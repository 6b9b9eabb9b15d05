namespace Plimsoll.Gateway.Tests.Emulation;

/// <summary>Request bodies of both dialects.</summary>
internal static class Bodies
{
    public static string Messages(int maxTokens, bool stream, string text = "Hello there.") => $$"""
        {"model":"claude-haiku-4-5","max_tokens":{{maxTokens}},"stream":{{(stream ? "true" : "false")}},
         "messages":[{"role":"user","content":"{{text}}"}]}
        """;

    public static string Chat(int maxTokens, bool stream, string text = "Hello there.") => $$"""
        {"model":"gpt-mini","max_completion_tokens":{{maxTokens}},"stream":{{(stream ? "true" : "false")}},
         "stream_options":{"include_usage":true},"messages":[{"role":"user","content":"{{text}}"}]}
        """;

    public static string Completion(int maxTokens, bool stream, string prompt, int each = 1) => $$"""
        {"model":"gpt-mini","max_tokens":{{maxTokens}},"stream":{{(stream ? "true" : "false")}},"n":{{each}},
         "stream_options":{"include_usage":true},"prompt":{{prompt}}}
        """;
}
