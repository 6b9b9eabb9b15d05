namespace Plimsoll.Cli.Tests.Commands;

public class When_a_gateway_is_set_up_wrongly
{
    [Fact]
    public void Every_wrong_option_is_reported_at_once()
    {
        var (exit, _, error) = Cli.Run(
            "serve", "--upstream", "nowhere", "--urls", "ftp://127.0.0.1", "--keys", "no-such-keys.json",
            "--map", "opus", "--map", "gpt=x", "--max-in-flight", "opus=none",
            "--upstream-key-env", "PLIMSOLL_TESTS_NEVER_SET_THIS");

        Assert.Equal(ExitCode.InvalidInput, exit);
        string[] expected =
        [
            "--upstream: found 'nowhere', expected a URL such as http://127.0.0.1:8000.",
            "--urls: found 'ftp://127.0.0.1', expected http:// or https:// with an IP address of this machine",
            "--upstream-key-env: the environment variable PLIMSOLL_TESTS_NEVER_SET_THIS is not set.",
            "--map: found 'opus', expected CLASS=NAME.",
            "--map: there is no model class 'gpt'. There are: haiku, opus, sonnet.",
            "--max-in-flight: found 'opus=none', expected CLASS=N, 1 or more.",
        ];
        Assert.All(expected, line => Assert.Contains(line, error, StringComparison.Ordinal));
        Assert.Contains(
            "--keys: there is no no-such-keys.json. Make a key with: plimsoll keys add",
            error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_is_there_and_wrong_is_told_where_and_nobody_is_told_to_make_a_key()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "{\"keys\": [\n}");

        var (exit, _, error) = Cli.Run("serve", "--upstream", "http://127.0.0.1:9", "--keys", file);

        File.Delete(file);
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("is not a key file: Not valid JSON at line 2, byte 1.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Make a key", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_of_keys_that_are_not_there_is_an_error()
    {
        var (exit, _, error) = Cli.Run("keys", "list", "--file", "no-such-keys.json");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("no-such-keys.json", error, StringComparison.Ordinal);
    }
}
