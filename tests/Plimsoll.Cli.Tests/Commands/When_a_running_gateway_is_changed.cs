using System.Text.Json;
using System.Text.RegularExpressions;
using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;

namespace Plimsoll.Cli.Tests.Commands;

public sealed partial class When_a_running_gateway_is_changed : IDisposable
{
    private const string Admin = "PLIMSOLL_TESTS_OPERATOR_OLGA";
    private const string Reader = "PLIMSOLL_TESTS_OPERATOR_RITA";

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-operators-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public async Task Keys_are_made_rotated_listed_and_revoked_and_the_file_follows()
    {
        await using var gateway = await Serve();
        var key = Run(
            "keys", "add", "--name", "bob", "--plan", "pro", "--organization", "acme", "--user", "bob").Trim();
        var other = Run("keys", "rotate", "--name", "bob", "--overlap-hours", "1").Trim();
        var now = TimeProvider.System.GetUtcNow();
        var ring = KeyFile.Load(At("keys.json"));

        Assert.Equal("bob", ring.Find(key, now)!.Name);
        Assert.Equal("bob", ring.Find(other, now)!.Name);
        Assert.Null(ring.Find(key, now.AddHours(2)));
        var listed = JsonDocument.Parse(Run("keys", "list", "--json")).RootElement;
        Assert.Equal(["alice", "bob"], listed.GetProperty("keys").EnumerateArray()
            .Select(one => one.GetProperty("name").GetString()));
        Assert.Equal("changed", Run("admin", "scope", "--scope", "acme/bob", "--plan", "max-5x").Trim());
        Assert.Equal("revoked bob", Run("keys", "revoke", "--name", "bob").Trim());
        Assert.Contains("There is no key 'bob'", Refused("keys", "revoke", "--name", "bob"), StringComparison.Ordinal);
        Assert.Equal("reset", Run("admin", "reset", "--everybody", "--id", "1", "--reason", "outage").Trim());
        Assert.Equal(
            ["key_create", "key_rotate", "scope", "key_revoke", "reset"],
            Run("admin", "audit").Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => line.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task Overage_is_switched_and_an_organization_goes_at_once()
    {
        await using var gateway = await Serve();
        Run("keys", "add", "--name", "bob", "--plan", "pro", "--organization", "acme", "--user", "bob");
        Run("keys", "add", "--name", "eve", "--plan", "pro", "--organization", "acme", "--user", "eve");

        Assert.Contains("acme/eve", Run("keys", "scopes", "--scope", "acme"), StringComparison.Ordinal);

        // The shipped plans offer none; what was asked is in the audit.
        Assert.Equal("not_offered", Run(
            "admin", "overage", "--scope", "acme/bob", "--enabled", "true", "--monthly", "20.50").Trim());
        Assert.Equal("not_offered", Run("admin", "overage", "--scope", "acme/bob", "--buy", "5", "--id", "x").Trim());
        Assert.Contains("found 'much'", Refused("admin", "overage", "--scope", "acme", "--buy", "much"),
            StringComparison.Ordinal);
        Assert.Equal("revoked bob, eve", Run("keys", "revoke", "--scope", "acme").Trim());
        Assert.Contains(
            "leave it out",
            Refused("keys", "add", "--name", "x", "--plan", "pro", "--scenario", "colossus-1"),
            StringComparison.Ordinal);
        var audited = Run("admin", "audit").Trim().Split('\n').Select(line => JsonDocument.Parse(line).RootElement);
        Assert.Equal("""["bob","eve"]""", audited.Last().GetProperty("names").GetRawText());
        Assert.Equal("2050", audited.First(line => line.GetProperty("what").GetString() == "overage")
            .GetProperty("monthly").GetString());
    }

    [Fact]
    public async Task Servers_are_listed_and_drained_and_the_configuration_is_read_anew()
    {
        await using var gateway = await Serve();

        Assert.Contains("healthy", Run("upstreams", "list"), StringComparison.Ordinal);
        Assert.Equal("changed", Run("upstreams", "drain", "--name", "127.0.0.1:9").Trim());
        Assert.Contains("drained", Run("upstreams", "list"), StringComparison.Ordinal);
        Assert.Equal("already_made", Run("upstreams", "drain", "--name", "127.0.0.1:9").Trim());
        Assert.Equal("reloaded", Run("admin", "reload").Trim());
        Assert.Equal("changed", Run("upstreams", "activate", "--name", "127.0.0.1:9").Trim());
        Assert.Equal("healthy", JsonDocument.Parse(Run("upstreams", "list", "--json")).RootElement
            .GetProperty("upstreams")[0].GetProperty("state").GetString());
        Assert.Contains(
            "There is no upstream 'east'. There are: 127.0.0.1:9.",
            Refused("upstreams", "drain", "--name", "east"),
            StringComparison.Ordinal);
        File.WriteAllText(At("keys.json"), "no JSON");
        Assert.Contains(At("keys.json"), Refused("admin", "reload"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_is_previewed_and_pushed_and_enforced_again_after_a_restart()
    {
        var later = new DateOnly(2099, 1, 1);
        CopyScenario($$"""

              frugal:
                title: Sessions halved
                effective: {{later:yyyy-MM-dd}}
                allowances:
                  session: { window: session, plans: [pro], factor: { value: 0.5x, evidence: assumed } }
            """);
        await using (var gateway = await Serve())
        {
            Assert.Contains("all", Run("policy", "preview", At("scenario")), StringComparison.Ordinal);
            Assert.Contains("adopted", Run("policy", "push", At("scenario"), "--reason", "less power"),
                StringComparison.Ordinal);
            Assert.Contains("unchanged", Run("policy", "push", At("scenario"), "--reason", "again"),
                StringComparison.Ordinal);
            Environment.SetEnvironmentVariable(Reader, "nobody");
            Assert.Contains("unknown", Told(["policy", "show"], Reader).Error, StringComparison.Ordinal);
            await gateway.Stop();
        }

        await using (await Serve())
            Assert.Contains("2099-01-01T00:00:00Z   coming", Run("policy", "show"), StringComparison.Ordinal);
        var offline = Cli.Run("policy", "preview", At("scenario"), "--log", At("limits.jsonl"));
        Assert.True(offline.Exit == ExitCode.Ok, offline.Error);
        Assert.Contains("Recorded: the policies of the log", offline.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_exported_is_a_policy()
    {
        using var json = JsonDocument.Parse(Cli.Run("policy", "export").Output);
        var problems = new List<string>();

        Assert.IsType<PolicyTimeline>(PolicyJson.Read(json.RootElement, problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void What_is_missing_is_told_at_once()
    {
        var (exit, _, error) = Cli.Run("keys", "list", "--gateway", "nowhere", "--key-env", "PLIMSOLL_TESTS_NEVER_SET");
        var neither = Cli.Run("policy", "preview");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("--gateway: found 'nowhere'", error, StringComparison.Ordinal);
        Assert.Contains("PLIMSOLL_TESTS_NEVER_SET is not set", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.InvalidInput, neither.Exit);
        Assert.Contains("--gateway, --log: expected one of them.", neither.Error, StringComparison.Ordinal);
    }

    private string Url { get; set; } = "";

    private async Task<ServingCommand> Serve()
    {
        if (!File.Exists(At("keys.json")))
        {
            Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "alice", "--plan", "pro");
            var made = Cli.Run("operators", "add", "--file", At("operators.json"), "--name", "olga", "--role", "admin");
            Environment.SetEnvironmentVariable(Admin, made.Output.Trim());
        }

        var gateway = await ServingCommand.Start(
            "policy in force",
            "serve", "--upstream", "http://127.0.0.1:9", "--keys", At("keys.json"), "--urls", "http://127.0.0.1:0",
            "--operators", At("operators.json"), "--policy-file", At("policy.json"),
            "--audit", At("audit.jsonl"), "--record", At("limits.jsonl"));
        Url = Address().Match(gateway.Output).Value;
        return gateway;
    }

    private string Run(params string[] arguments)
    {
        var (exit, output, error) = Told(arguments, Admin);
        Assert.True(exit == ExitCode.Ok, error);
        return output;
    }

    private string Refused(params string[] arguments)
    {
        var (exit, _, error) = Told(arguments, Admin);
        Assert.Equal(ExitCode.InvalidInput, exit);
        return error;
    }

    private (int Exit, string Output, string Error) Told(string[] arguments, string variable) =>
        Cli.Run([.. arguments, "--gateway", Url, "--admin-key-env", variable]);

    /// <summary>The shipped scenario with one change more.</summary>
    private void CopyScenario(string change)
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "scenarios");
        foreach (var (from, to) in new[] { ("colossus-1", "scenario"), ("shared", "shared") })
        {
            Directory.CreateDirectory(At(to));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(shipped, from), "*.yaml"))
                File.Copy(file, Path.Combine(At(to), Path.GetFileName(file)));
        }

        File.AppendAllText(Path.Combine(At("scenario"), "policy.yaml"), change);
    }

    private string At(string name) => Path.Combine(directory.FullName, name);

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
