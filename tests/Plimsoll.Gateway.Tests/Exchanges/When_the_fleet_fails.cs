using System.Text;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_the_fleet_fails
{
    [Theory]
    [InlineData(Question.Messages, 500, "api_error")]
    [InlineData(Question.Chat, 502, "upstream_failed")]
    public async Task An_upstream_that_is_down_is_an_error_that_costs_nothing(string path, int status, string error)
    {
        await using var rig = await GatewayRig.Begin();
        await rig.Upstream.DisposeAsync();

        using var response = await rig.Ask(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal((error, "The server behind the gateway failed."), await response.Error());
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(Question.Messages, 429, 529, "overloaded_error")]
    [InlineData(Question.Messages, 503, 529, "overloaded_error")]
    [InlineData(Question.Messages, 529, 529, "overloaded_error")]
    [InlineData(Question.Chat, 429, 503, "overloaded")]
    [InlineData(Question.Chat, 529, 503, "overloaded")]
    public async Task A_full_fleet_is_told_as_such_and_costs_nothing(string path, int found, int status, string error)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = http =>
        {
            http.Response.Headers.RetryAfter = "17";
            http.Response.Headers["anthropic-ratelimit-requests-remaining"] = "0";
            return Replies.Json(http, found, "{}");
        };

        using var response = await rig.Ask(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(error, (await response.Error()).Name);
        Assert.Equal("17", response.Header("retry-after"));
        Assert.Equal("", response.Header("anthropic-ratelimit-requests-remaining"));
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(Question.Messages, 500)]
    [InlineData(Question.Chat, 502)]
    public async Task A_fault_of_the_upstream_before_any_output_costs_nothing(string path, int status)
    {
        await using var rig = await GatewayRig.Begin();
        foreach (var script in new[] { Replies.Status(500), Replies.Status(302), Replies.Status(401), Cut })
        {
            rig.Upstream.Script = script;

            using var response = await rig.Ask(path, stream: true);

            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal((0m, 0m), await rig.Session());
        }

        static async Task Cut(Microsoft.AspNetCore.Http.HttpContext http)
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            http.Abort();
        }
    }

    [Theory]
    [InlineData(Question.Messages, 504, "timeout_error")]
    [InlineData(Question.Chat, 504, "upstream_timeout")]
    public async Task An_upstream_that_stays_silent_is_given_up(string path, int status, string error)
    {
        await using var rig = await GatewayRig.Begin();
        var arrived = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            arrived.SetResult();
            var gone = new TaskCompletionSource();
            await using var registration = http.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        };
        var asked = rig.Ask(path);
        await arrived.Task;

        rig.Clock.Advance(TimeSpan.FromMinutes(10));

        using var response = await asked;
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(error, (await response.Error()).Name);
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_refusal_of_the_upstream_passes_with_its_body_and_costs_nothing()
    {
        await using var rig = await GatewayRig.Begin();
        const string body = """{"type":"error","error":{"type":"invalid_request_error","message":"too long"}}""";
        rig.Upstream.Script = Replies.Status(400, body);

        using var response = await rig.Ask();

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(body, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("0", response.Header("anthropic-ratelimit-unified-5h-utilization"));
        Assert.Equal((0m, 0m), await rig.Session());
    }

    [Theory]
    [InlineData(Question.Messages, "not_found_error")]
    [InlineData(Question.Chat, "not_found_error")]
    [InlineData(Question.Responses, "not_found_error")]
    public async Task A_refusal_without_a_word_is_told_in_the_gateways_words(string path, string name)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Upstream.Script = Replies.Status(404, "");

        using var response = await rig.Post(
            path, path == Question.Responses ? Question.Response() : Question.Body());

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal((name, "The server behind the gateway refused the request (404)."), await response.Error());
    }

    [Theory]
    [InlineData(Question.Messages, "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\"", 128)]
    [InlineData(Question.Chat, "data: {\"error\":{\"message\":\"The server behind the gateway failed.\"", 17)]
    public async Task A_stream_that_breaks_off_ends_with_an_error_and_pays_for_what_came(
        string path, string error, int charged)
    {
        await using var rig = await GatewayRig.Begin();
        var events = path == Question.Messages
            ? Replies.AnthropicEvents(110, 50, "Eleven byte")
            : Replies.OpenAiEvents(110, 50, "Eleven byte");
        var half = events.TakeWhile(e => !e.Contains("stop\"", StringComparison.Ordinal)).ToArray();
        var received = new TaskCompletionSource();
        rig.Upstream.Script = async http =>
        {
            await Replies.Stream([.. half, "data: {\"half\":"])(http);
            await received.Task;
            http.Abort();
        };

        using var response = await rig.Ask(path, stream: true);

        Assert.Equal(200, (int)response.StatusCode);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var first = new byte[string.Concat(half).Length];
        await stream.ReadExactlyAsync(first, TestContext.Current.CancellationToken);
        Assert.Equal(string.Concat(half), Encoding.UTF8.GetString(first));
        received.SetResult();
        using var rest = new StreamReader(stream);
        Assert.StartsWith(error, await rest.ReadToEndAsync(TestContext.Current.CancellationToken));

        // 11 bytes are 3 tokens at 5 credits. Input: 110 and 3 as reported; or, never reported, 2 as estimated.
        Assert.Equal((charged, 0m), await rig.Session());
    }
}
