using System.Text.Json;

namespace Plimsoll.Gateway.Tests.Emulation;

public sealed class When_a_request_cannot_be_served
{
    private const string Messages = "/v1/messages";
    private const string Counts = "/v1/messages/count_tokens";
    private const string Chat = "/v1/chat/completions";
    private const string Completions = "/v1/completions";
    private const string Embeddings = "/v1/embeddings";

    [Theory]
    [InlineData(Messages, """{"model":"opus","max_tokens":1,"messages":[{"role":"user","content":"x"}]}""", 404)]
    [InlineData(Messages, """{"model":"haiku","max_tokens":""", 400)]
    [InlineData(Messages, """{"model":"haiku","messages":[{"role":"user","content":"x"}]}""", 400)]
    [InlineData(Messages, """{"model":"haiku","max_tokens":0,"messages":[{"role":"user","content":"x"}]}""", 400)]
    [InlineData(Messages, """{"model":"haiku","max_tokens":1,"messages":[]}""", 400)]
    [InlineData(Messages, """["haiku"]""", 400)]
    [InlineData(Chat, """{"model":"opus","messages":[{"role":"user","content":"x"}]}""", 404)]
    [InlineData(Chat, """{"model":7,"messages":[{"role":"user","content":"x"}]}""", 400)]
    [InlineData(Chat, "nonsense", 400)]
    [InlineData(Counts, """{"model":"opus","messages":[{"role":"user","content":"x"}]}""", 404)]
    [InlineData(Counts, """{"model":"haiku","messages":[]}""", 400)]
    [InlineData(Completions, """{"model":"opus","prompt":"x"}""", 404)]
    [InlineData(Completions, """{"model":"haiku","prompt":[]}""", 400)]
    [InlineData(Completions, """{"model":"haiku","prompt":[[1,2],["x"]]}""", 400)]
    [InlineData(Completions, """{"model":"haiku","prompt":"x","n":0}""", 400)]
    [InlineData(Completions, """{"model":"haiku","prompt":"x","max_tokens":1.5}""", 400)]
    [InlineData(Embeddings, """{"model":"opus","input":"x"}""", 404)]
    [InlineData(Embeddings, """{"model":"haiku","input":{}}""", 400)]
    [InlineData(Embeddings, """{"model":"haiku","input":"x","dimensions":100000}""", 400)]
    public async Task It_says_so_in_the_form_of_the_dialect(string path, string body, int status)
    {
        await using var server = await EmulatedServer.StartAsync();

        using var response = await server.PostAsync(path, body);

        Assert.Equal(status, (int)response.StatusCode);
        var answer = JsonElement.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var error = answer.GetProperty("error");
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        var isAnthropic = path is Messages or Counts;
        var type = isAnthropic && status == 404 ? "not_found_error" : "invalid_request_error";
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.Equal(isAnthropic, answer.TryGetProperty("request_id", out _));
        Assert.Equal(!isAnthropic && status == 404 ? "model_not_found" : null,
            error.TryGetProperty("code", out var code) ? code.GetString() : null);
    }

    [Fact]
    public async Task A_prompt_beyond_the_cache_of_a_replica_is_refused_for_good()
    {
        await using var server = await EmulatedServer.StartAsync();
        var text = new string('x', 4 * server.Fleet.Find("haiku")!.MostTokens);

        using var response = await server.PostAsync(Messages, Bodies.Messages(1, stream: true, text));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains("prompt is too long", await response.Content.ReadAsStringAsync(
            TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
