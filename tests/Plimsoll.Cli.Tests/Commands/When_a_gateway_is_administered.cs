using System.Text.RegularExpressions;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Cli.Tests.Commands;

public sealed partial class When_a_gateway_is_administered : IDisposable
{
    private const string Variable = "PLIMSOLL_TESTS_ADMIN_KEY";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-admin-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task Its_key_comes_from_the_environment_and_what_happens_is_written_down()
    {
        Environment.SetEnvironmentVariable(Variable, "operator-secret");
        File.WriteAllText(At("grants.json"), """
            {"grants":[{"id":"launch","label":"For the launch","count":1,"starts-at":"2026-01-01T00:00:00Z",
            "ends-at":"2030-01-01T00:00:00Z","clears":["session"],"sets":["pro"],"cooldown-hours":1}]}
            """);
        var added = Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "alice", "--plan", "pro");
        await using (var gateway = await ServingCommand.Start(
                         "policy in force",
                         "serve", "--upstream", "http://127.0.0.1:9", "--keys", At("keys.json"), "--urls",
                         "http://127.0.0.1:0", "--admin-key-env", Variable, "--audit", At("audit.jsonl"),
                         "--record", At("limits.jsonl"), "--grants", At("grants.json")))
        {
            var url = Address().Match(gateway.Output).Value;
            Assert.Contains("\"result\":\"reset\"", await Post(
                $"{url}/admin/reset", "operator-secret", """{"scope":"alice","id":"1","reason":"outage"}"""));
            Assert.Contains("\"result\":\"reset\"", await Post(
                $"{url}/usage/reset", added.Output.Trim(), """{"grant":"launch"}"""));
            Assert.Equal(ExitCode.Ok, await gateway.Stop());
        }

        Assert.Equal(2, File.ReadAllLines(At("audit.jsonl")).Length);
        var log = LimitLog.Read(File.ReadAllBytes(At("limits.jsonl")));
        Assert.Empty(log.Problems);
        Assert.Equal(
            [
                typeof(BookOpened), typeof(PolicyAdopted), typeof(GrantDefined), typeof(ScopeAdded),
                typeof(WindowsReset), typeof(GrantUsed),
            ],
            log.Log.Lines.Select(line => line.Event.GetType()));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        File.WriteAllText(At("grants.json"), """
            {"grants":[{"id":"a","label":"A","count":0,"starts-at":"2026-01-01T00:00:00Z",
            "ends-at":"2025-01-01T00:00:00Z","clears":[],"sets":["nobody"]}]}
            """);
        Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "a", "--tier", "tier-4", "--organization", "acme",
            "--limits", "unheard-of");

        var (exit, _, error) = Cli.Run(
            "serve", "--upstream", "http://127.0.0.1:9", "--keys", At("keys.json"), "--grants", At("grants.json"),
            "--admin-key-env", "PLIMSOLL_TESTS_NEVER_SET_THIS");

        Assert.Equal(ExitCode.InvalidInput, exit);
        foreach (var words in new[]
                 {
                     "--admin-key-env: the environment variable PLIMSOLL_TESTS_NEVER_SET_THIS is not set.",
                     "key 'a' carries the limit set 'unheard-of'.",
                     "grant 'a': found count 0, expected 1 or more.",
                     "grant 'a': ends at 2025-01-01 00:00:00Z",
                     "grant 'a': there is no plan, tier or limit set 'nobody'.",
                 })
        {
            Assert.Contains(words, error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Whatever_is_wrong_with_a_grant_is_told_with_its_place()
    {
        Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "a", "--plan", "pro");

        Expect("""
            {"grants":[{"id":"","label":" ","count":1,"starts-at":"1900-01-01T00:00:00Z",
            "ends-at":"3000-01-01T00:00:00Z","clears":["month"],"cooldown-hours":-1}]}
            """,
            "grants[0]: found id ''", "grants[0]: found label ' '", "found starts-at 1900", "found ends-at 3000",
            "there is no session or week 'month' to clear. There are: ", "found a cooldown of -1 h");
        Expect("{\"grants\":[],\n,}", "is not a grant file: Not valid JSON at line 2, byte 1.");
        Expect("{\"grants\":[null]}", "grants[0]: found null; expected an object.");
        Expect("{\"grants\":[{\"id\":\"a\",\"id\":\"b\"}]}", "id: is given twice, again at line 1, byte 22.");
        Expect("{\"grants\":[{\"id\":\"a\",\"lable\":\"b\"}]}",
            "grants[0].lable: is not known here", "grants[0].label: is missing; expected a text.",
            "grants[0].starts-at: is missing; expected an instant");

        void Expect(string grants, params string[] told)
        {
            File.WriteAllText(At("grants.json"), grants);
            var (exit, _, error) = Cli.Run(
                "serve", "--upstream", "http://127.0.0.1:9", "--keys", At("keys.json"), "--grants", At("grants.json"));
            Assert.Equal(ExitCode.InvalidInput, exit);
            Assert.All(told, words => Assert.Contains(words, error, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_file_that_is_named_for_two_purposes_is_refused_and_kept()
    {
        Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "a", "--plan", "pro");
        var before = File.ReadAllText(At("keys.json"));

        var (exit, _, error) = Cli.Run(
            "serve", "--upstream", "http://127.0.0.1:9", "--keys", At("keys.json"),
            "--record", Path.Combine(directory.FullName, ".", "keys.json"));

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("--keys, --record: found ", error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(At("keys.json")));
    }

    [Fact]
    public void Every_file_that_cannot_be_written_is_named()
    {
        Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "a", "--plan", "pro");

        var (_, _, error) = Cli.Run(
            "serve", "--upstream", "http://127.0.0.1:9", "--keys", At("keys.json"), "--urls", "http://127.0.0.1:0",
            "--audit", At("nowhere/audit.jsonl"), "--record", At("nowhere/limits.jsonl"));

        Assert.Contains("nowhere/audit.jsonl", error, StringComparison.Ordinal);
        Assert.Contains("nowhere/limits.jsonl", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--audit")]
    [InlineData("--record")]
    public void A_file_that_cannot_be_written_is_refused_with_what_to_do(string option)
    {
        Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "alice", "--plan", "pro");

        var (exit, _, error) = Cli.Run(
            "serve", "--upstream", "http://127.0.0.1:9", "--keys", At("keys.json"), "--urls", "http://127.0.0.1:0",
            option, At("no-such-folder/file.jsonl"));

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("Choose a file that can be written.", error, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(directory.FullName, name);

    private static async Task<string> Post(string url, string key, string json)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-api-key", key);
        using var content = new StringContent(json);
        using var response = await http.PostAsync(new Uri(url), content, Stop);
        return await response.Content.ReadAsStringAsync(Stop);
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
