using System.Net.ServerSentEvents;
using System.Text.Json;
using Plimsoll.Quantities;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Gateway.Tests.Emulation;

public sealed class When_the_emulator_streams
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_come_as_the_named_events_in_their_order()
    {
        await using var server = await EmulatedServer.StartAsync();

        var events = await ReadAllAsync(await server.PostAsync("/v1/messages", Bodies.Messages(3, stream: true)));

        string[] names = ["message_start", "content_block_start", "ping", "content_block_delta",
            "content_block_delta", "content_block_delta", "content_block_stop", "message_delta", "message_stop"];
        Assert.Equal(names, events.Select(sent => sent.EventType));
        Assert.All(events, sent => Assert.Equal(sent.EventType, Json(sent).GetProperty("type").GetString()));
        Assert.Equal(["A", " ship", " may"], events.Skip(3).Take(3)
            .Select(sent => Json(sent).GetProperty("delta").GetProperty("text").GetString()));
        Assert.Equal(3, Json(events[0]).GetProperty("message").GetProperty("usage")
            .GetProperty("input_tokens").GetInt32());
        Assert.Equal("max_tokens", Json(events[7]).GetProperty("delta").GetProperty("stop_reason").GetString());
        Assert.Equal(3, Json(events[7]).GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Chunks_end_with_the_reason_the_usage_and_done()
    {
        await using var server = await EmulatedServer.StartAsync();

        var events = await ReadAllAsync(await server.PostAsync("/v1/chat/completions", Bodies.Chat(100, stream: true)));

        Assert.Equal("[DONE]", events[^1].Data);
        var chunks = events.SkipLast(1).Select(Json).ToList();
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.Equal("assistant", Choice(chunks[0]).GetProperty("delta").GetProperty("role").GetString());
        Assert.Equal(40, chunks.Skip(1).SkipLast(2).Count(
            chunk => Choice(chunk).GetProperty("delta").GetProperty("content").GetString()!.Length > 0));
        Assert.Equal("stop", Choice(chunks[^2]).GetProperty("finish_reason").GetString());
        Assert.Equal(0, chunks[^1].GetProperty("choices").GetArrayLength());
        Assert.Equal(40, chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Completions_come_choice_after_choice_with_the_usage_of_all()
    {
        await using var server = await EmulatedServer.StartAsync();

        var events = await ReadAllAsync(await server.PostAsync(
            "/v1/completions", Bodies.Completion(3, stream: true, """["Hello there.", [1, 2, 3, 4]]""", each: 2)));

        Assert.Equal("[DONE]", events[^1].Data);
        var chunks = events.SkipLast(1).Select(Json).ToList();
        Assert.All(chunks, chunk => Assert.Equal("text_completion", chunk.GetProperty("object").GetString()));
        Assert.Equal([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], chunks.SkipLast(1).Select(
            chunk => Choice(chunk).GetProperty("index").GetInt32()));
        Assert.Equal(["A", " ship", " may"], chunks.Take(3).Select(
            chunk => Choice(chunk).GetProperty("text").GetString()));
        Assert.Equal([null, null, "length"], chunks.Take(3).Select(
            chunk => Choice(chunk).GetProperty("finish_reason").GetString()));
        Assert.Equal("""{"prompt_tokens":7,"completion_tokens":12,"total_tokens":19}""",
            chunks[^1].GetProperty("usage").GetRawText());
        Assert.Equal(12, server.Fleet.ProducedTokens);
    }

    [Fact]
    public async Task Usage_is_not_sent_to_those_who_did_not_ask_for_it()
    {
        await using var server = await EmulatedServer.StartAsync();
        var body = Bodies.Chat(2, stream: true).Replace("true}", "false}", StringComparison.Ordinal);

        var events = await ReadAllAsync(await server.PostAsync("/v1/chat/completions", body));

        Assert.All(events.SkipLast(1), sent => Assert.False(Json(sent).TryGetProperty("usage", out _)));
    }

    [Fact]
    public async Task Each_token_comes_at_the_time_the_engine_model_gives()
    {
        await using var server = await EmulatedServer.StartAsync(
            EmulatedServer.Haiku with { PrefillBudget = 1000 }, held: true);
        using var response = await server.PostAsync(
            "/v1/messages", Bodies.Messages(5, stream: true, new string('x', 4 * 1500)));
        await using var events = Events(response).GetAsyncEnumerator(Stop);
        await SkipToAsync(events, "ping");

        var times = new RooflineStepTimes(EmulatedServer.Haiku.Accelerator, EmulatedServer.Haiku.Model.Shape, 1);
        FineTime[] lengths = [times.Mixed(0, 0, [new(1000, 0)]), times.Mixed(0, 0, [new(500, 1000)]),
            .. new long[] { 1500, 1501, 1502, 1503 }.Select(context => times.Decode(1, context).Time)];
        var passed = default(FineTime);
        for (var step = 0; step < lengths.Length; step++)
        {
            passed += lengths[step];
            var ticks = (passed.Whole.Nanoseconds + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick;
            Assert.Equal(TimeSpan.FromTicks(ticks), server.Time.NextDue);

            Assert.True(server.Time.FireNext());
            Assert.Equal(step, (int)server.Fleet.ProducedTokens);
            if (step > 0)
                await SkipToAsync(events, "content_block_delta");
        }

        await SkipToAsync(events, "message_stop");
        Assert.Null(server.Time.NextDue);
        Assert.Equal(0, server.Fleet.Load);
    }

    internal static IAsyncEnumerable<SseItem<string>> Events(HttpResponseMessage response)
    {
        Assert.True(response.IsSuccessStatusCode, response.ToString());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return SseParser.Create(response.Content.ReadAsStream(Stop)).EnumerateAsync(Stop);
    }

    private static async Task<List<SseItem<string>>> ReadAllAsync(HttpResponseMessage response)
    {
        using (response)
            return await Events(response).ToListAsync(Stop);
    }

    private static async Task SkipToAsync(IAsyncEnumerator<SseItem<string>> events, string name)
    {
        do
        {
            Assert.True(await events.MoveNextAsync(), $"The stream ended before '{name}'.");
        }
        while (events.Current.EventType != name);
    }

    private static JsonElement Json(SseItem<string> sent) => JsonElement.Parse(sent.Data);

    private static JsonElement Choice(JsonElement chunk) => chunk.GetProperty("choices")[0];
}
