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
