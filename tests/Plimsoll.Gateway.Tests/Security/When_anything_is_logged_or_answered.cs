using System.Text;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Security;

public class When_anything_is_logged_or_answered
{
    private const string Prompt = "the-prompt-nobody-logs";
    private const string Said = "the-answer-nobody-logs";
    private const string Admin = "admin-secret-9f2c";
    private const string Upstream = "upstream-secret";
    private const string Guess = "plm-guessed-by-somebody";

    [Fact]
    public async Task No_secret_and_no_prompt_is_in_it_whatever_fails()
    {
        await using var rig = await GatewayRig.Begin(
            with: options => options with { AdminKeyHash = KeyRing.HashOf(Admin) },
            next: _ => new ConfigurationReading.Invalid(["gateway.yaml:1:1: wrong"]));
        var answered = new StringBuilder();
        foreach (var path in new[] { Question.Messages, Question.Chat })
            await EveryFault(rig, path, answered);
        await EveryRoute(rig, answered);
        await Raw(rig, answered);

        var answers = answered.ToString();
        Assert.Contains("The server behind the gateway failed", answers, StringComparison.Ordinal);
        Assert.All(
            new[] { rig.Key, Admin, Upstream, Guess, KeyRing.HashOf(rig.Key), KeyRing.HashOf(Admin) },
            secret =>
            {
                Assert.DoesNotContain(secret, rig.Log.Text, StringComparison.Ordinal);
                Assert.DoesNotContain(secret, answers, StringComparison.Ordinal);
            });
        Assert.DoesNotContain(rig.Upstream.Url.Authority, answers, StringComparison.Ordinal);
        Assert.All(
            new[] { Prompt, Said },
            text => Assert.DoesNotContain(text, rig.Log.Text, StringComparison.Ordinal));
    }

    private static async Task EveryFault(GatewayRig rig, string path, StringBuilder answered)
    {
        var isAnthropic = path == Question.Messages;
        var events = isAnthropic ? Replies.AnthropicEvents(1, 1, Said) : Replies.OpenAiEvents(1, 1, Said);
        Func<Microsoft.AspNetCore.Http.HttpContext, Task>[] scripts =
        [
            Replies.Plain(text: Said),
            Replies.Status(400, $$"""{"error":{"message":"{{Said}}"} }"""),
            Replies.Status(401, Upstream),
            Replies.Status(429, Said),
            Replies.Status(500, Said),
            Replies.Status(302, Said),
            Replies.Status(200, "{" + Said),
            Replies.Stream(events),
            Replies.Stream(events[..2]),
            http =>
            {
                http.Abort();
                return Task.CompletedTask;
            },
        ];
        foreach (var script in scripts)
        {
            rig.Upstream.Script = script;
            await Ask(rig, path, Question.Body().Replace("How far?", Prompt, StringComparison.Ordinal), answered);
        }

        rig.Upstream.Script = Replies.Plain(text: Said);
        foreach (var body in new[] { Prompt, "{\"model\":\"" + Prompt, $"[\"{Prompt}\"]", "\"\\ud800" + Prompt })
            await Ask(rig, path, body, answered);
        rig.Use(Guess);
        await Ask(rig, path, Question.Body(), answered);
        rig.Use(rig.Key);
    }

    private static async Task EveryRoute(GatewayRig rig, StringBuilder answered)
    {
        string[] read = ["/healthz", "/readyz", "/v1/models", "/usage", "/v1/usage", "/api/oauth/usage", "/x"];
        string[] asked = ["/usage/explain", "/usage/overage", "/usage/reset", "/admin/reset", "/admin/reload"];
        foreach (var path in read)
            await Read(await rig.Get(path), answered);
        foreach (var path in asked)
        {
            foreach (var key in new[] { rig.Key, Guess, Admin })
            {
                rig.Use(key);
                await Ask(rig, path, Question.Body().Replace("How far?", Prompt, StringComparison.Ordinal), answered);
            }
        }

        rig.Use(rig.Key);
    }

    /// <summary>What the server itself refuses, before the gateway sees it.</summary>
    private static async Task Raw(GatewayRig rig, StringBuilder answered)
    {
        string[] lines = [$"x-api-key: {rig.Key}\0\r\n", $"x-api-key {rig.Key}\r\n", $"a: b\n{rig.Key}\r\n"];
        foreach (var rest in lines)
        {
            answered.Append(await RawConnection.Exchange(
                rig.Url, $"POST /v1/messages?{Guess} HTTP/1.1\r\nHost: x\r\n{rest}\r\n"));
        }
    }

    private static async Task Ask(GatewayRig rig, string path, string body, StringBuilder answered)
    {
        try
        {
            await Read(await rig.Post(path, body), answered);
        }
        catch (HttpRequestException)
        {
            // A stream that breaks off is what was asked for.
        }
    }

    private static async Task Read(HttpResponseMessage response, StringBuilder answered)
    {
        using (response)
        {
            answered.Append(response.Headers).Append(response.Content.Headers)
                .AppendLine(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }
}
