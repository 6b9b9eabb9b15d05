using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Conformance;

/// <summary>What the gateway writes itself has the members that the public APIs document, each of its kind.</summary>
public class When_the_gateway_makes_documents
{
    private const string AnthropicModel = "type:text id:text display_name:text created_at:text lifecycle:text";
    private const string OpenAiModel = "id:text object:text created:number owned_by:text";
    private const string AnthropicError = "type:text error.type:text error.message:text request_id:text";
    private const string OpenAiError = "error.message:text error.type:text error.param:text? error.code:text?";

    private const string MessageBatch = """
        id:text type:text processing_status:text request_counts.processing:number request_counts.succeeded:number
        request_counts.errored:number request_counts.canceled:number request_counts.expired:number created_at:text
        expires_at:text ended_at:text? archived_at:text? cancel_initiated_at:text? results_url:text?
        """;

    private const string OpenAiFile =
        "id:text object:text bytes:number created_at:number filename:text purpose:text status:text";

    private const string OpenAiBatch = """
        id:text object:text endpoint:text errors:object? input_file_id:text completion_window:text status:text
        output_file_id:text? error_file_id:text? created_at:number in_progress_at:number? expires_at:number?
        finalizing_at:number? completed_at:number? failed_at:number? expired_at:number? cancelling_at:number?
        cancelled_at:number? request_counts.total:number request_counts.completed:number request_counts.failed:number
        metadata:object?
        """;

    [Theory]
    [InlineData("2023-06-01", "data:list has_more:flag first_id:text? last_id:text?", AnthropicModel)]
    [InlineData(null, "object:text data:list", OpenAiModel)]
    public async Task The_list_of_models_is_as_documented(string? version, string list, string model)
    {
        await using var rig = await GatewayRig.Begin();
        if (version is not null)
            rig.Http.DefaultRequestHeaders.Add("anthropic-version", version);
        var models = await rig.Usage("/v1/models");
        AssertMembers(models, list);
        Assert.All(models.GetProperty("data").EnumerateArray(), one => AssertMembers(one, model));
    }

    [Theory]
    [InlineData(Question.Messages, AnthropicError)]
    [InlineData(Question.Chat, OpenAiError)]
    [InlineData(Question.Responses, OpenAiError)]
    public async Task Errors_are_as_documented(string route, string members)
    {
        await using var rig = await GatewayRig.Begin();
        AssertMembers(await rig.Answer(route, "{}"), members);
    }

    [Fact]
    public async Task A_batch_of_messages_and_its_results_are_as_documented()
    {
        await using var rig = await GatewayRig.Begin();
        var route = await rig.Batch("a");
        AssertMembers(await rig.Ended(route), MessageBatch);
        AssertMembers(
            Assert.Single(await rig.Lines($"{route}/results")),
            "custom_id:text result.type:text result.message.content:list result.message.usage:object");
    }

    [Fact]
    public async Task A_file_and_a_batch_of_it_are_as_documented()
    {
        await using var rig = await GatewayRig.Begin();
        var body = Question.Body().ReplaceLineEndings("");
        var line = $$"""
            {"custom_id":"a","method":"POST","url":"{{Question.Chat}}","body":{{body}}}
            """;
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("batch"), "purpose");
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(line));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/jsonl");
        form.Add(content, "file", "batch.jsonl");
        using var uploaded = await rig.Http.PostAsync("/v1/files", form, TestContext.Current.CancellationToken);
        var file = JsonElement.Parse(await uploaded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        AssertMembers(file, OpenAiFile);

        var batch = await rig.Answer("/v1/batches", $$"""
            {"input_file_id":"{{file.GetProperty("id").GetString()}}","endpoint":"{{Question.Chat}}",
            "completion_window":"24h"}
            """);

        AssertMembers(batch, OpenAiBatch);
    }

    private static void AssertMembers(JsonElement document, string members)
    {
        foreach (var member in members.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var (path, kind) = (member.Split(':')[0], member.Split(':')[1]);
            var value = document;
            foreach (var name in path.Split('.'))
                Assert.True(value.TryGetProperty(name, out value), $"{path} is missing in {document}");
            var isNull = value.ValueKind == JsonValueKind.Null;
            var isKind = isNull ? kind.EndsWith('?') : KindOf(value) == kind.TrimEnd('?');
            Assert.True(isKind, $"{path} is no {kind} in {document}");
        }
    }

    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "text",
        JsonValueKind.Number => "number",
        JsonValueKind.Array => "list",
        JsonValueKind.True or JsonValueKind.False => "flag",
        _ => "object",
    };
}
