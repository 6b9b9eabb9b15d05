using System.Net.Http.Headers;
using System.Text;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;

namespace Plimsoll.Gateway.Tests.Exchanges;

public class When_a_request_is_wrong
{
    [Theory]
    [InlineData(Question.Messages, "authentication_error")]
    [InlineData(Question.Chat, "invalid_api_key")]
    public async Task A_wrong_key_is_told_so(string path, string error)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "plm-wrong");

        using var response = await rig.Ask(path);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal(error, (await response.Error()).Name);
        Assert.Empty(rig.Upstream.Seen);
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/usage")]
    [InlineData(Question.Messages)]
    public async Task A_missing_key_is_told_so(string path)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Http.DefaultRequestHeaders.Authorization = null;

        using var response = path == Question.Messages ? await rig.Ask(path) : await rig.Get(path);

        Assert.Equal(401, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_key_is_taken_from_either_header()
    {
        await using var rig = await GatewayRig.Begin();
        rig.Http.DefaultRequestHeaders.Authorization = null;
        rig.Http.DefaultRequestHeaders.Add("x-api-key", rig.Key);

        using var response = await rig.Ask();

        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task Malformed_JSON_is_told_with_its_place(string path)
    {
        await using var rig = await GatewayRig.Begin();

        using var response = await rig.Post(path, "{\"model\":\"claude-sonnet-5\",\n \"messages\": [}");

        Assert.Equal(400, (int)response.StatusCode);
        var (name, message) = await response.Error();
        Assert.Equal("invalid_request_error", name);
        Assert.Equal("The body is not valid JSON at line 2, byte 15.", message);
    }

    [Theory]
    [InlineData(Question.Messages, SpokenDialects.Both)]
    [InlineData(Question.Messages, SpokenDialects.OpenAi)]
    [InlineData(Question.Chat, SpokenDialects.Anthropic)]
    public async Task Text_that_is_not_UTF_8_goes_to_no_upstream(string path, SpokenDialects speaks)
    {
        await using var rig = await GatewayRig.Begin(speaks: speaks);
        var body = Encoding.Latin1.GetBytes(Question.Body(stream: false).Replace("How far", "Wie ärgerlich, wie weit"));

        using var response = await rig.Http.PostAsync(
            path, new ByteArrayContent(body), TestContext.Current.CancellationToken);

        Assert.Equal(400, (int)response.StatusCode);
        var at = $"at byte {body.IndexOf((byte)0xe4) + 1}: the text is not Unicode.";
        Assert.EndsWith(at, (await response.Error()).Message, StringComparison.Ordinal);
        Assert.Empty(rig.Upstream.Seen);
    }

    [Theory]
    [InlineData("[]", "The body is not a JSON object.")]
    [InlineData("", "The body is not valid JSON at line 1, byte 1.")]
    [InlineData("""{"messages":[{"content":"x"}],"max_tokens":1}""", "model: is missing")]
    [InlineData("""{"model":7,"messages":[{"content":"x"}],"max_tokens":1}""", "model: is not a model's name")]
    [InlineData("""{"model":"a","model":"b","messages":[{}],"max_tokens":1}""", "model: is given twice")]
    [InlineData("""{"model":"claude-sonnet-5","max_tokens":1}""", "messages: is missing")]
    [InlineData("""{"model":"claude-sonnet-5","max_tokens":1,"messages":[]}""", "messages: is empty")]
    [InlineData("""{"model":"claude-sonnet-5","max_tokens":1,"messages":"x"}""", "messages: is not a list")]
    [InlineData("""{"model":"claude-sonnet-5","messages":[{"content":"x"}]}""", "max_tokens: is missing")]
    [InlineData("""{"model":"claude-sonnet-5","max_tokens":0,"messages":[{}]}""", "max_tokens: is not a whole number")]
    [InlineData("""{"model":"claude-sonnet-5","max_tokens":1,"messages":[{}],"stream":"yes"}""", "stream: is neither")]
    [InlineData("""{"model":"claude-sonnet-5","max_tokens":1,"messages":[{"content":"\ud800"}]}""", "not Unicode")]
    public async Task A_field_at_fault_is_named(string body, string expected)
    {
        await using var rig = await GatewayRig.Begin();

        using var response = await rig.Post(Question.Messages, body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(expected, (await response.Error()).Message, StringComparison.Ordinal);
        Assert.Empty(rig.Upstream.Seen);
    }

    [Theory]
    [InlineData(Question.Messages, "request_too_large", true)]
    [InlineData(Question.Chat, "request_too_large", true)]
    [InlineData(Question.Messages, "request_too_large", false)]
    public async Task An_oversized_body_is_refused(string path, string error, bool saysItsLength)
    {
        await using var rig = await GatewayRig.Begin(with: options => options with { MaxBodyBytes = 1000 });
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(new string(' ', 1001))),
        };
        request.Headers.TransferEncodingChunked = !saysItsLength;

        using var response = await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(413, (int)response.StatusCode);
        var (name, message) = await response.Error();
        Assert.Equal(error, name);
        Assert.Contains("1000 bytes", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Question.Messages, 529, "overloaded_error", true)]
    [InlineData(Question.Chat, 503, "overloaded", false)]
    public async Task A_body_is_refused_for_which_all_bodies_leave_no_memory(
        string path, int status, string error, bool saysItsLength)
    {
        await using var rig = await GatewayRig.Begin(with: options => options with { MaxBodiesBytes = 64 * 1024 });
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(new string(' ', 64 * 1024))),
        };
        request.Headers.TransferEncodingChunked = !saysItsLength;

        using var response = await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(error, (await response.Error()).Name);
        Assert.NotNull(response.Headers.RetryAfter);

        // It holds nothing any more.
        using var next = await rig.Post(path, Question.Body());
        Assert.Equal(200, (int)next.StatusCode);
    }

    [Theory]
    [InlineData(Question.Messages, "invalid_request_error")]
    [InlineData(Question.Chat, "unsupported_content_encoding")]
    public async Task A_compressed_body_is_refused(string path, string error)
    {
        await using var rig = await GatewayRig.Begin();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent([1, 2]) };
        request.Content.Headers.ContentEncoding.Add("gzip");

        using var response = await rig.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(415, (int)response.StatusCode);
        Assert.Equal(error, (await response.Error()).Name);
    }

    [Theory]
    [InlineData(Question.Messages, "not_found_error")]
    [InlineData(Question.Chat, "model_not_found")]
    public async Task An_unknown_model_is_told_with_the_nearest_name(string path, string error)
    {
        await using var rig = await GatewayRig.Begin();

        using var response = await rig.Post(
            path, Question.Body().Replace("claude-sonnet-5", "claude-sonet", StringComparison.Ordinal));

        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal(
            (error, "model: claude-sonet (the nearest known name is claude-sonnet-5)"), await response.Error());
    }

    [Theory]
    [InlineData("anthropic-version", "not_found_error", "request-id")]
    [InlineData("x-nothing", "unknown_url", "x-request-id")]
    public async Task An_unknown_route_is_told_with_the_known_ones(string header, string error, string requestId)
    {
        await using var rig = await GatewayRig.Begin();
        rig.Http.DefaultRequestHeaders.Add(header, "2023-06-01");

        using var response = await rig.Get("/v1/complete");

        Assert.Equal(404, (int)response.StatusCode);
        var (name, message) = await response.Error();
        Assert.Equal(error, name);
        Assert.StartsWith("There is no GET /v1/complete. Served are POST /v1/messages", message);
        Assert.StartsWith("req_", response.Header(requestId));
    }

    [Theory]
    [InlineData(Question.Messages, "permission_error")]
    [InlineData(Question.Chat, "model_not_included")]
    public async Task A_class_that_the_tier_does_not_include_is_forbidden(string path, string error)
    {
        await using var rig = await GatewayRig.Begin(tier: "start");

        using var response = await rig.Post(
            path, Question.Body().Replace("claude-sonnet-5", "claude-opus-5", StringComparison.Ordinal));

        Assert.Equal(403, (int)response.StatusCode);
        Assert.Equal(error, (await response.Error()).Name);
    }
}
