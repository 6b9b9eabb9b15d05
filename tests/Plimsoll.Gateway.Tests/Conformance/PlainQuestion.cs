using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway.Tests.Conformance;

/// <summary>A plain question in each dialect that is translated.</summary>
internal static class PlainQuestion
{
    public static IReadOnlyList<Dialect> Clients { get; } = [Dialect.Anthropic, Dialect.OpenAi, Dialect.Responses];

    public static string Of(Dialect client, bool isStream)
    {
        var stream = isStream ? ",\"stream\":true" : "";
        if (client == Dialect.Responses)
            return $$"""{"model":"claude-sonnet-5","max_output_tokens":1024,"input":"Which harbour?"{{stream}}}""";
        var more = isStream && client == Dialect.OpenAi ? ",\"stream_options\":{\"include_usage\":true}" : "";
        return $$"""
            {"model":"claude-sonnet-5","max_tokens":1024,
            "messages":[{"role":"user","content":"Which harbour?"}]{{stream}}{{more}}}
            """;
    }
}
