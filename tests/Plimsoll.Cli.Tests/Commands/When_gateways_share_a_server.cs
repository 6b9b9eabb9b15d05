using System.Text;
using System.Text.RegularExpressions;
using Plimsoll.Storage.Tests.Postgres;

namespace Plimsoll.Cli.Tests.Commands;

public sealed partial class When_gateways_share_a_server : IDisposable
{
    private const string Ready = "Ctrl-C stops it.";
    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Keys => Path.Combine(folder, "keys.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Each_of_the_house_answers_and_the_server_has_what_was_used()
    {
        using var server = PostgresServer.StartOrSkip();
        var store = $"{server.Address(await server.CreateDatabase())}?sslmode=disable";
        await using var house = await ServingCommand.Start(
            Ready, "up", "--urls", "http://127.0.0.1:0", "--gateways", "3", "--store", store);
        var key = Key().Match(house.Output).Value;
        var urls = Address().Matches(house.Output).Select(url => url.Value).Distinct().ToList();

        Assert.Equal(3, urls.Count);
        foreach (var url in urls)
            Assert.Equal(200, await Ask(url, key));
        Assert.Equal(ExitCode.Ok, await house.Stop());

        var (exit, output, error) = Cli.Run("usage", "show", store);
        Assert.Equal((ExitCode.Ok, ""), (exit, error));
        Assert.Contains("3 requests", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_configuration_file_says_of_the_store_is_used()
    {
        using var server = PostgresServer.StartOrSkip();
        var database = await server.CreateDatabase();
        var store = $"{server.Address(database)}?sslmode=disable";
        var config = Configuration($"store: {{url: '{store}', gateway: first, lease: 1 s, refuse-when-gone: [spend]}}");
        await using (var gateway = await ServingCommand.Start("policy in force", "serve", "--config", config))
            Assert.Equal(ExitCode.Ok, await gateway.Stop());

        await server.Execute(
            database,
            "INSERT INTO plimsoll.migration (number, name) VALUES (999, 'later')");
        var newer = Cli.Run("serve", "--config", config);
        var nothing = store.Replace(database, "nothing", StringComparison.Ordinal);
        var gone = Cli.Run("serve", "--config", config, "--store", nothing);

        Assert.Equal(ExitCode.InvalidInput, newer.Exit);
        Assert.Contains("store.url: ", newer.Error, StringComparison.Ordinal);
        Assert.Contains("found tables of version 999, expected at most 1", newer.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.InvalidInput, gone.Exit);
        Assert.Contains("--store: ", gone.Error, StringComparison.Ordinal);
        Assert.Contains("\"nothing\" does not exist", gone.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis://localhost", "--store: found 'redis://localhost', expected postgres://")]
    [InlineData("postgres://localhost/a?connections=0", "--store: found connections=0, expected a whole number")]
    public void An_address_that_is_none_is_refused(string store, string expected)
    {
        var serve = Cli.Run("serve", "--config", Configuration(""), "--store", store);
        var up = Cli.Run("up", "--urls", "http://127.0.0.1:0", "--gateways", "2", "--store", store);

        Assert.Equal((ExitCode.InvalidInput, ExitCode.InvalidInput), (serve.Exit, up.Exit));
        Assert.Contains(expected, serve.Error, StringComparison.Ordinal);
        Assert.Contains(expected, up.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("policy-file: p.json\nstore: {url: 'postgres://a/b'}", "policy-file: found beside a store")]
    [InlineData("store: {url: 'postgres://a/b', path: c}", "store: expected either 'path', a folder, or 'url'")]
    [InlineData("store: {window: 1 s}", "store: expected either 'path', a folder, or 'url'")]
    [InlineData("store: {url: 'postgres://a/b', window: 1 s}", "store.window: is about a store in a folder")]
    [InlineData("store: {path: c, gateway: d}", "store.gateway: is about a store that gateways share")]
    [InlineData("store: {url: 'postgres://a/b', gateway: a b}", "store.gateway: found 'a b'; expected 1 to 64 letters")]
    [InlineData("store: {url: 'postgres://a/b', lease: 1 min}", "expected 500 ms to 30 s")]
    [InlineData(
        "store: {url: 'postgres://a/b', pass-when-gone: [week], refuse-when-gone: [week]}",
        "store.refuse-when-gone: found week both here and in 'pass-when-gone'")]
    public void What_a_file_says_wrongly_is_told_where(string store, string expected)
    {
        var (exit, _, error) = Cli.Run("serve", "--config", Configuration(store));

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private string Configuration(string store)
    {
        Cli.Run("keys", "add", "--file", Keys, "--name", "alice", "--tier", "tier-4");
        var config = Path.Combine(folder, "gateway.yaml");
        File.WriteAllText(config, $$"""
            listen: ['http://127.0.0.1:0']
            keys: keys.json
            upstreams: {one: {url: 'http://127.0.0.1:9' } }
            {{store}}

            """);
        return config;
    }

    private static async Task<int> Ask(string url, string key)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, url + "/v1/messages")
        {
            Content = new StringContent(
                """{"model":"haiku","max_tokens":4,"messages":[{"role":"user","content":"How far?"}]}""",
                Encoding.UTF8,
                "application/json"),
        };
        request.Headers.Add("x-api-key", key);
        request.Headers.Add("anthropic-version", "2023-06-01");
        using var response = await http.SendAsync(request, Stop);
        return (int)response.StatusCode;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("plm-[A-Za-z0-9_-]+")]
    private static partial Regex Key();
}
