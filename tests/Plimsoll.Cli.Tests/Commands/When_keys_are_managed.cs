using Plimsoll.Cli.Commands;
using Plimsoll.Gateway.Keys;
using Spectre.Console;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_keys_are_managed : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    public void Dispose()
    {
        File.Delete(file);
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public void A_key_is_printed_once_and_found_by_its_hash()
    {
        Assert.Equal(ExitCode.Ok, Run("add", "--name", "alice", "--plan", "pro"));

        var key = output.ToString().Trim();
        Assert.Equal("pro", KeyFile.Load(file).Find(key, DateTimeOffset.UnixEpoch)!.Plan);
        Assert.Equal(ExitCode.Ok, Run("list"));
        Assert.Contains("alice", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, Run("revoke", "--name", "alice"));
        Assert.Null(KeyFile.Load(file).Find(key, DateTimeOffset.UnixEpoch));
    }

    [Fact]
    public void What_is_wrong_is_told_and_changes_nothing()
    {
        Run("add", "--name", "alice", "--plan", "pro");
        var before = File.ReadAllText(file);

        Assert.Equal(ExitCode.InvalidInput, Run("add", "--name", "alice", "--plan", "pro"));
        Assert.Equal(ExitCode.InvalidInput, Run("add", "--name", "bob"));
        Assert.Equal(ExitCode.InvalidInput, Run("revoke", "--name", "carol"));

        Assert.Equal(
            [
                "Key name 'alice' is used twice: names must differ.",
                "Key 'bob' needs either a plan or a tier, and not both.",
                "There is no key 'carol'. There are: alice.",
            ],
            error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(before, File.ReadAllText(file));
    }

    [Fact]
    public void A_key_that_cannot_be_kept_is_not_handed_out()
    {
        // A folder stands where the file should be.
        Directory.CreateDirectory(file);
        try
        {
            Assert.Equal(ExitCode.InvalidInput, Run("add", "--name", "alice", "--plan", "pro"));
        }
        finally
        {
            Directory.Delete(file);
            File.Delete(file + ".new");
        }

        Assert.Equal("", output.ToString());
        Assert.NotEqual("", error.ToString());
    }

    private int Run(params string[] arguments) =>
        KeysCommand.Create(Console(output), Console(error)).Parse([.. arguments, "--file", file]).Invoke();

    private static IAnsiConsole Console(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
