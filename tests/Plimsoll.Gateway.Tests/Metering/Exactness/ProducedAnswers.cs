using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Metering.Exactness;

/// <summary>What upstreams say in acting out a plan, by route.</summary>
internal static class ProducedAnswers
{
    public const string Word = "wxyz";
    public const string Completions = "/v1/completions";

    private const string Overloaded =
        """{"error":{"message":"Overloaded","type":"server_error","param":null,"code":null} }""";

    public static IEnumerable<string> Events(string route, StreamPlan plan) => route switch
    {
        Question.Messages => Messages(plan),
        Question.Responses => Responses(plan),
        _ => Chunks(plan, route == Question.Chat),
    };

    public static string Whole(string route, StreamPlan plan) => route switch
    {
        Question.Messages => $$$"""
            {"id":"m","type":"message","role":"assistant","model":"m","stop_reason":"end_turn","stop_sequence":null,
            "content":[{"type":"text","text":"{{{Words(plan)}}}"}],"usage":{"input_tokens":{{{plan.Input}}},
            "cache_creation_input_tokens":0,"cache_read_input_tokens":{{{plan.Cached}}},
            "output_tokens":{{{plan.Output}}} } }
            """,
        Question.Responses => Response(plan, "completed"),
        _ => $$"""
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            {{Said(route == Question.Chat, "message", Words(plan))}} }],"usage":{{Usage(plan, plan.Output)}} }
            """,
    };

    private static IEnumerable<string> Messages(StreamPlan plan)
    {
        yield return Data($$$"""
            {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],
            "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":{{{plan.Input}}},
            "cache_creation_input_tokens":0,"cache_read_input_tokens":{{{plan.Cached}}},"output_tokens":0} } }
            """);
        yield return Data(
            """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""} }""");
        for (var i = 0; i < plan.Produced; i++)
        {
            yield return Data($$$"""
                {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{Word}}}"} }
                """);
        }

        if (plan.End == PlannedEnd.TellsAnError)
            yield return Data("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"} }""");
        if (plan.IsCut)
            yield break;
        yield return Data("""{"type":"content_block_stop","index":0}""");
        yield return Data($$$"""
            {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},
            "usage":{"output_tokens":{{{plan.Output}}} } }
            """);
        yield return Data("""{"type":"message_stop"}""");
    }

    private static IEnumerable<string> Chunks(StreamPlan plan, bool isChat)
    {
        yield return Chunk("", "null", 0);
        for (var i = 0; i < plan.Produced; i++)
            yield return Chunk(Word, "null", i + 1);
        if (plan.End == PlannedEnd.TellsAnError)
            yield return Data(Overloaded);
        if (plan.IsCut)
            yield break;
        yield return Chunk("", "\"stop\"", plan.Output);
        yield return Data($$"""
            {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],
            "usage":{{Usage(plan, plan.Output)}} }
            """);
        yield return "data: [DONE]\n\n";

        string Chunk(string text, string finish, int soFar) => Data($$"""
            {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",
            "choices":[{"index":0,{{Said(isChat, "delta", text)}},"finish_reason":{{finish}}}],
            "usage":{{(plan.TellsOnTheWay ? Usage(plan, soFar) : "null")}} }
            """);
    }

    private static IEnumerable<string> Responses(StreamPlan plan)
    {
        var begun = Response(plan with { Output = 0 }, "in_progress");
        yield return Data($$"""{"type":"response.created","response":{{begun}} }""");
        for (var i = 0; i < plan.Produced; i++)
        {
            yield return Data($$"""
                {"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,
                "delta":"{{Word}}"}
                """);
        }

        if (plan.End == PlannedEnd.TellsAnError)
            yield return Data("""{"type":"error","code":"server_error","message":"Overloaded","param":null}""");
        if (plan.IsCut)
            yield break;
        yield return Data($$"""{"type":"response.completed","response":{{Response(plan, "completed")}} }""");
    }

    private static string Response(StreamPlan plan, string status) => $$$"""
        {"id":"r","object":"response","created_at":1,"status":"{{{status}}}","error":null,"model":"m",
        "output":[{"id":"i","type":"message","status":"{{{status}}}","role":"assistant",
        "content":[{"type":"output_text","text":"{{{Words(plan)}}}","annotations":[]}]}],
        "usage":{{{(status == "completed" ? InputUsage(plan) : "null")}}} }
        """;

    private static string InputUsage(StreamPlan plan) => $$$"""
        {"input_tokens":{{{plan.Input + plan.Cached}}},"input_tokens_details":{"cached_tokens":{{{plan.Cached}}}},
        "output_tokens":{{{plan.Output}}},"output_tokens_details":{"reasoning_tokens":0},
        "total_tokens":{{{plan.Input + plan.Cached + plan.Output}}} }
        """;

    private static string Said(bool isChat, string member, string text) => isChat
        ? $$"""
            "{{member}}":{"role":"assistant","content":"{{text}}"}
            """
        : $"\"text\":\"{text}\"";

    private static string Words(StreamPlan plan) => string.Concat(Enumerable.Repeat(Word, plan.Output));

    private static string Usage(StreamPlan plan, int output) => $$$"""
        {"prompt_tokens":{{{plan.Input + plan.Cached}}},"completion_tokens":{{{output}}},
        "total_tokens":{{{plan.Input + plan.Cached + output}}},
        "prompt_tokens_details":{"cached_tokens":{{{plan.Cached}}} } }
        """;

    private static string Data(string json) => $"data: {json.Replace("\n", "", StringComparison.Ordinal)}\n\n";
}
