using System.ClientModel;
using System.ClientModel.Primitives;
using Anthropic;
using Anthropic.Models.Messages;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Plimsoll.Gateway.Tests.Emulation;

public sealed class When_an_official_client_talks_to_the_emulator
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Anthropic_reads_a_whole_message()
    {
        await using var server = await EmulatedServer.StartAsync();

        var message = await Client(server).Messages.Create(Ask(maxTokens: 12), Stop);

        Assert.True(message.Content.Single().TryPickText(out var text));
        Assert.Equal(12, Words(text!.Text));
        Assert.Equal(12, message.Usage.OutputTokens);
        Assert.Equal(6, message.Usage.InputTokens);
        Assert.Equal("max_tokens", message.StopReason!.Raw());
        Assert.Equal(12, server.Fleet.ProducedTokens);
    }

    [Fact]
    public async Task Anthropic_reads_a_stream()
    {
        await using var server = await EmulatedServer.StartAsync();
        var text = "";
        long? output = null;
        var stopped = false;

        await foreach (var sent in Client(server).Messages.CreateStreaming(Ask(maxTokens: 1000), Stop))
        {
            if (sent.TryPickContentBlockDelta(out var block) && block.Delta.TryPickText(out var delta))
                text += delta.Text;
            if (sent.TryPickDelta(out var end))
                output = end.Usage.OutputTokens;
            stopped |= sent.TryPickStop(out _);
        }

        Assert.True(stopped);
        Assert.Equal(40, output);
        Assert.Equal(40, Words(text));
        Assert.Equal(40, server.Fleet.ProducedTokens);
    }

    [Fact]
    public async Task OpenAI_reads_a_whole_completion()
    {
        await using var server = await EmulatedServer.StartAsync();

        ChatCompletion completion = await Chat(server).CompleteChatAsync(
            [new UserChatMessage("Where is the load line?")], new() { MaxOutputTokenCount = 7 }, Stop);

        Assert.Equal(7, Words(completion.Content[0].Text));
        Assert.Equal(7, completion.Usage.OutputTokenCount);
        Assert.Equal(6, completion.Usage.InputTokenCount);
        Assert.Equal(ChatFinishReason.Length, completion.FinishReason);
        Assert.Equal(7, server.Fleet.ProducedTokens);
    }

    [Fact]
    public async Task OpenAI_reads_a_stream()
    {
        await using var server = await EmulatedServer.StartAsync();
        var text = "";
        ChatTokenUsage? usage = null;
        ChatFinishReason? reason = null;

        await foreach (var update in Chat(server).CompleteChatStreamingAsync(
            [new UserChatMessage("Where is the load line?")], cancellationToken: Stop))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            usage = update.Usage ?? usage;
            reason = update.FinishReason ?? reason;
        }

        Assert.Equal(40, Words(text));
        Assert.Equal(40, usage?.OutputTokenCount);
        Assert.Equal(ChatFinishReason.Stop, reason);
        Assert.Equal(40, server.Fleet.ProducedTokens);
    }

    [Fact]
    public async Task Anthropic_counts_as_many_tokens_as_it_would_be_charged_for()
    {
        await using var server = await EmulatedServer.StartAsync();

        var counted = await Client(server).Messages.CountTokens(
            new() { Model = "claude-haiku-4-5", Messages = [new UserMessageParam("How deep may she lie?")] }, Stop);

        Assert.Equal(6, counted.InputTokens);
        Assert.Equal(0, server.Fleet.ProducedTokens);
    }

    [Fact]
    public async Task OpenAI_reads_vectors_alike_for_alike_texts()
    {
        await using var server = await EmulatedServer.StartAsync();
        var client = new EmbeddingClient("gpt-mini", new ApiKeyCredential("none"), Options(server));

        OpenAIEmbeddingCollection got = await client.GenerateEmbeddingsAsync(
            ["Where is the load line?", "Storm", "Where is the load line?"], new() { Dimensions = 12 }, Stop);

        Assert.Equal(13, got.Usage.InputTokenCount);
        Assert.Equal(13, got.Usage.TotalTokenCount);
        var vectors = got.Select(one => one.ToFloats().ToArray()).ToList();
        Assert.Equal(vectors[0], vectors[2]);
        Assert.NotEqual(vectors[0], vectors[1]);
        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(number => number * number), 0.0001f));
        Assert.All(vectors, vector => Assert.Equal(12, vector.Length));
        Assert.Equal(0, server.Fleet.Load);
    }

    [Fact]
    public async Task Both_list_the_models()
    {
        await using var server = await EmulatedServer.StartAsync();
        string[] served = ["claude-haiku-4-5", "gpt-mini", "haiku"];

        var anthropic = await Client(server).Models.List(cancellationToken: Stop);
        var openAi = await new OpenAIClient(new ApiKeyCredential("none"), Options(server))
            .GetOpenAIModelClient().GetModelsAsync(Stop);

        Assert.Equal(served, anthropic.Items.Select(model => model.ID));
        Assert.Equal(served, openAi.Value.Select(model => model.Id));
    }

    [Fact]
    public async Task Many_at_once_all_get_exactly_what_they_are_told()
    {
        await using var server = await EmulatedServer.StartAsync(
            EmulatedServer.Haiku with { Replicas = 3, Queue = 50 });
        var client = Client(server);

        var messages = await Task.WhenAll(
            Enumerable.Range(1, 60).Select(count => client.Messages.Create(Ask(maxTokens: count), Stop)));

        Assert.Equal(Enumerable.Range(1, 60).Select(count => (long)Math.Min(count, 40)),
            messages.Select(message => message.Usage.OutputTokens));
        Assert.Equal(messages.Sum(message => message.Usage.OutputTokens), server.Fleet.ProducedTokens);
        Assert.Equal(0, server.Fleet.Load);
    }

    private static MessageCreateParams Ask(int maxTokens) => new()
    {
        Model = "claude-haiku-4-5",
        MaxTokens = maxTokens,
        Messages = [new UserMessageParam("How deep may she lie?")],
    };

    private static AnthropicClient Client(EmulatedServer server) =>
        new() { BaseUrl = server.Url, ApiKey = "none", MaxRetries = 0 };

    private static ChatClient Chat(EmulatedServer server) =>
        new("gpt-mini", new ApiKeyCredential("none"), Options(server));

    private static OpenAIClientOptions Options(EmulatedServer server) =>
        new() { Endpoint = new(server.Url + "/v1"), RetryPolicy = new ClientRetryPolicy(0) };

    private static int Words(string text) => text.Split(' ').Length;
}
