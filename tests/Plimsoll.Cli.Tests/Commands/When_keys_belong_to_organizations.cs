using System.Text.Json;
using Plimsoll.Gateway.Keys;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_keys_belong_to_organizations : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(file);

    [Fact]
    public void They_are_listed_with_what_their_scopes_carry()
    {
        Done("add", "--name", "ci", "--tier", "tier-4", "--organization", "acme", "--workspace", "research");
        Done("add", "--name", "alice", "--plan", "pro", "--organization", "acme", "--user", "alice",
            "--limits", "night-cap", "day-cap");
        Assert.Equal(
            "acme/research: research-cap\n", Done("limit", "--scope", "acme/research", "--limits", "research-cap"));

        var list = Done("list");

        foreach (var words in new[] { "acme/research", "acme/alice", "night-cap, day-cap", "research-cap" })
            Assert.Contains(words, list, StringComparison.Ordinal);
        Assert.Equal(["night-cap", "day-cap"], KeyFile.Load(file).Keys[1].Limits);
        Assert.Equal("acme/research: no limits\n", Done("limit", "--scope", "acme/research"));
        Assert.DoesNotContain("research-cap", Done("list"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_contradicts_the_keys_that_there_are_changes_nothing()
    {
        Done("add", "--name", "ci", "--tier", "tier-4", "--organization", "acme");
        var before = File.ReadAllText(file);

        Refused("has tier 'tier-1'", "add", "--name", "b", "--tier", "tier-1", "--organization", "acme");
        Refused("needs a user", "add", "--name", "b", "--plan", "pro", "--organization", "acme");
        Refused("needs an organization", "add", "--name", "b", "--plan", "pro", "--user", "alice");
        Refused("There are: acme.", "limit", "--scope", "acme/research", "--limits", "research-cap");

        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public void Their_scopes_are_listed_with_their_keys()
    {
        Done("add", "--name", "ci", "--tier", "tier-4", "--organization", "acme", "--workspace", "research");
        Done("add", "--name", "alice", "--plan", "pro", "--organization", "acme", "--user", "alice");
        Done("add", "--name", "lone", "--plan", "pro");

        var scopes = JsonDocument.Parse(Done("scopes", "--json")).RootElement.GetProperty("scopes");
        Assert.Equal(
            [
                "acme organization tier-4 ", "acme/research workspace  ci", "acme/alice user pro alice",
                "lone user pro lone",
            ],
            scopes.EnumerateArray().Select(scope => $"{scope.GetProperty("scope")} {scope.GetProperty("level")} "
                + $"{Joined(scope, "carries")} {Joined(scope, "keys")}"));
        Assert.DoesNotContain("lone", Done("scopes", "--scope", "acme"), StringComparison.Ordinal);

        static string Joined(JsonElement scope, string name) =>
            string.Join('+', scope.GetProperty(name).EnumerateArray());
    }

    [Fact]
    public void All_of_an_organization_go_at_once()
    {
        Done("add", "--name", "ci", "--tier", "tier-4", "--organization", "acme", "--workspace", "research");
        Done("add", "--name", "alice", "--plan", "pro", "--organization", "acme", "--user", "alice");
        Done("add", "--name", "other", "--tier", "tier-4", "--organization", "acmes");
        Done("limit", "--scope", "acme/research", "--limits", "research-cap");

        Refused("There is no scope 'acm'; nearest: 'acme'", "revoke", "--scope", "acm");
        Refused("--name, --scope: expected one of them.", "revoke");
        Assert.Equal("revoked ci, alice\n", Done("revoke", "--scope", "acme"));

        Assert.Equal("other", Assert.Single(KeyFile.Load(file).Keys).Name);
        Assert.Empty(KeyFile.Load(file).Scopes);
    }

    [Fact]
    public void What_a_named_policy_does_not_know_is_refused()
    {
        Refused("has plan 'prp'", "add", "--name", "a", "--plan", "prp", "--scenario", "colossus-1");
        Refused("has tier 'tier-9'", "add", "--name", "a", "--tier", "tier-9", "--scenario", "colossus-1");
        Refused("night-cap",
            "add", "--name", "a", "--plan", "pro", "--limits", "night-cap", "--scenario", "colossus-1");
        Done("add", "--name", "a", "--tier", "tier-4", "--organization", "acme", "--scenario", "colossus-1");
        Refused("scope 'acme' carries the limit set 'cap'",
            "limit", "--scope", "acme", "--limits", "cap", "--scenario", "colossus-1");
    }

    private string Done(params string[] arguments)
    {
        var (exit, output, error) = Cli.Run(["keys", .. arguments, "--file", file]);
        Assert.True(exit == ExitCode.Ok, error);
        return output;
    }

    private void Refused(string reason, params string[] arguments)
    {
        var (exit, _, error) = Cli.Run(["keys", .. arguments, "--file", file]);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}
