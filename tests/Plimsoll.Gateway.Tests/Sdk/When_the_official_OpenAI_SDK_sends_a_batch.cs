#pragma warning disable OPENAI001 // The SDK marks its client of batches as still to be evaluated.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using OpenAI;
using OpenAI.Batch;
using OpenAI.Files;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Sdk;

public class When_the_official_OpenAI_SDK_sends_a_batch
{
    private const string Chat = """
        {"custom_id":"far","method":"POST","url":"/v1/chat/completions","body":{"model":"claude-sonnet-5",
        "max_tokens":50,"messages":[{"role":"user","content":"How far?"}]}}
        """;

    private const string Wrong = """
        {"custom_id":"none","method":"POST","url":"/v1/chat/completions","body":{"model":"no-such","messages":[{}]}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_gets_the_answers_and_the_errors_as_files()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Plain(input: 20, output: 4, text: "Not much further.");
        var files = Client(rig).GetOpenAIFileClient();

        var input = await Upload(files, OneLine(Chat) + "\n\n" + OneLine(Wrong) + "\n");
        Assert.Equal((FilePurpose.Batch, "work.jsonl"), (input.Purpose, input.Filename));
        var made = await Create(rig, input.Id);
        Assert.Equal("in_progress", made.GetProperty("status").GetString());
        await rig.Log.Logged(1082);

        var batch = await rig.Usage($"/v1/batches/{made.GetProperty("id").GetString()}");
        Assert.Equal("completed", batch.GetProperty("status").GetString());
        Assert.Equal("x", batch.GetProperty("metadata").GetProperty("job").GetString());
        var counts = batch.GetProperty("request_counts");
        Assert.Equal(
            (2, 1, 1),
            (counts.GetProperty("total").GetInt32(), counts.GetProperty("completed").GetInt32(),
                counts.GetProperty("failed").GetInt32()));

        var output = await Line(files, batch, "output_file_id");
        Assert.Equal("far", output.GetProperty("custom_id").GetString());
        Assert.Equal(200, output.GetProperty("response").GetProperty("status_code").GetInt32());
        Assert.StartsWith("req_", output.GetProperty("response").GetProperty("request_id").GetString());
        var body = output.GetProperty("response").GetProperty("body");
        Assert.Equal(
            "Not much further.",
            body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        var error = await Line(files, batch, "error_file_id");
        Assert.Equal("none", error.GetProperty("custom_id").GetString());
        Assert.Equal(404, error.GetProperty("response").GetProperty("status_code").GetInt32());
        Assert.Equal((40m, 0m), await rig.Session());

        Assert.Equal(3, (await files.GetFilesAsync(Stop)).Value.Count);
        Assert.Single((await files.GetFilesAsync(FilePurpose.Batch, Stop)).Value);
        Assert.True((await files.DeleteFileAsync(input.Id, Stop)).Value.Deleted);
        Assert.Equal(2, (await files.GetFilesAsync(Stop)).Value.Count);
    }

    [Fact]
    public async Task It_cancels_one_and_lists_all()
    {
        await using var rig = await GatewayRig.Begin(
            with: options => options with { Batches = options.Batches with { MaxInFlight = 1 } });
        var asked = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            asked.SetResult();
            await answer.Task;
            await Replies.Plain()(http);
        };
        var files = Client(rig).GetOpenAIFileClient();
        var second = Chat.Replace("far", "near", StringComparison.Ordinal);
        var input = await Upload(files, OneLine(Chat) + "\n" + OneLine(second));
        var id = (await Create(rig, input.Id)).GetProperty("id").GetString()!;
        await asked.Task.WaitAsync(Stop);

        var batches = Client(rig).GetBatchClient();
        var operation = await CreateBatchOperation.RehydrateAsync(batches, id, Stop);
        await operation.CancelAsync(Options());
        answer.SetResult();
        await rig.Log.Logged(1082);

        var list = await rig.Usage("/v1/batches?limit=1");
        var batch = list.GetProperty("data")[0];
        Assert.Equal((id, "cancelled"), (batch.GetProperty("id").GetString(), batch.GetProperty("status").GetString()));
        Assert.False(list.GetProperty("has_more").GetBoolean());
        var error = await Line(files, batch, "error_file_id");
        Assert.Equal("batch_cancelled", error.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("", "The input file has no requests.")]
    [InlineData("{\n", "line 1: is not valid JSON")]
    [InlineData("""{"custom_id":"a","method":"GET","url":"/v1/chat/completions","body":{}}""", "line 1: method: exp")]
    [InlineData("""{"custom_id":"a","method":"POST","url":"/v1/embeddings","body":{}}""", "line 1: url: expected /v1")]
    [InlineData("""{"custom_id":"a","method":"POST","url":"/v1/chat/completions"}""", "line 1: body: is missing")]
    public async Task A_file_that_is_wrong_makes_no_batch(string content, string expected)
    {
        await using var rig = await GatewayRig.Begin();
        var input = await Upload(Client(rig).GetOpenAIFileClient(), content.Length == 0 ? "\n" : content);
        using var response = await rig.Post("/v1/batches", Body(input.Id));
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(expected, (await response.Error()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_wrong_with_a_batch_is_told_at_once()
    {
        await using var rig = await GatewayRig.Begin();
        using var response = await rig.Post("/v1/batches", """
            {"input_file_id":"file-none","endpoint":"/v1/images","completion_window":"1h","metadata":{"a":1}}
            """);
        var message = (await response.Error()).Message;
        foreach (var field in new[] { "input_file_id", "endpoint", "completion_window", "metadata" })
            Assert.Contains($"{field}: found", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_key_sees_neither_file_nor_batch()
    {
        var keys = new KeyBunch().Plan("ann", "pro").Plan("bob", "pro");
        await using var rig = await keys.Begin();
        var input = await Upload(Client(rig, keys["ann"]).GetOpenAIFileClient(), OneLine(Chat));
        var id = (await rig.Answer("/v1/batches", Body(input.Id))).GetProperty("id").GetString();

        rig.Use(keys["bob"]);
        foreach (var path in new[] { $"/v1/files/{input.Id}", $"/v1/files/{input.Id}/content", $"/v1/batches/{id}" })
        {
            using var response = await rig.Get(path);
            Assert.Equal(404, (int)response.StatusCode);
        }

        using var stolen = await rig.Post("/v1/batches", Body(input.Id));
        Assert.Equal(400, (int)stolen.StatusCode);
        Assert.Empty((await rig.Usage("/v1/files")).GetProperty("data").EnumerateArray());
    }

    [Theory]
    [InlineData("fine-tune", "purpose: found 'fine-tune'")]
    [InlineData("batch", "is larger than the 40 bytes")]
    public async Task A_wrong_upload_is_refused(string purpose, string expected)
    {
        await using var rig = await GatewayRig.Begin(with: options => options with
        {
            Batches = options.Batches with { MaxBytes = purpose == "batch" ? 40 : 4000 },
        });
        var files = Client(rig).GetOpenAIFileClient();
        var content = BinaryData.FromString(OneLine(Chat));
        var refused = await Assert.ThrowsAsync<ClientResultException>(
            () => files.UploadFileAsync(content, "a.jsonl", new FileUploadPurpose(purpose)));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        using var plain = await rig.Post("/v1/files", "{}");
        Assert.Equal(400, (int)plain.StatusCode);
    }

    private static async Task<OpenAIFile> Upload(OpenAIFileClient files, string content) =>
        await files.UploadFileAsync(BinaryData.FromString(content), "work.jsonl", FileUploadPurpose.Batch);

    private static async Task<JsonElement> Create(GatewayRig rig, string input)
    {
        var batches = Client(rig).GetBatchClient();
        using var content = BinaryContent.Create(BinaryData.FromString(Body(input)));
        var operation = await batches.CreateBatchAsync(content, waitUntilCompleted: false, Options());
        return JsonElement.Parse(operation.GetRawResponse().Content.ToString());
    }

    private static string Body(string input) => $$$"""
        {"input_file_id":"{{{input}}}","endpoint":"/v1/chat/completions","completion_window":"24h",
        "metadata":{"job":"x"} }
        """;

    private static async Task<JsonElement> Line(OpenAIFileClient files, JsonElement batch, string file)
    {
        var content = await files.DownloadFileAsync(batch.GetProperty(file).GetString(), Stop);
        return JsonElement.Parse(content.Value.ToString().Trim());
    }

    private static string OneLine(string text) => text.Replace("\n", "", StringComparison.Ordinal);

    private static RequestOptions Options() => new() { CancellationToken = Stop };

    private static OpenAIClient Client(GatewayRig rig, string? key = null) => new(
        new ApiKeyCredential(key ?? rig.Key),
        new OpenAIClientOptions
        {
            Endpoint = new Uri(rig.Url, "/v1"),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        });
}
