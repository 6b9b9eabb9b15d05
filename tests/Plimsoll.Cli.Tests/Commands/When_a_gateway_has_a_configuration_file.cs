using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Plimsoll.Cli.Serving;
using Plimsoll.Gateway.Configuration;

namespace Plimsoll.Cli.Tests.Commands;

public sealed partial class When_a_gateway_has_a_configuration_file : IDisposable
{
    private const string Minimal = """
        listen: ["http://127.0.0.1:0"]
        keys: keys.json
        upstreams: {one: {url: "http://127.0.0.1:9"}}
        """;

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-config-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void Whatever_is_wrong_with_it_is_told_at_once_with_its_place()
    {
        var (exit, _, error) = Check("""
            listen: []
            keyz: keys.json
            bounds: {body: 10 GB, headers: 10, header-count: 5}
            timeouts: {headers: 0 s}
            shutdown: {delay: 1 day}
            upstreams:
              one: {url: "http://127.0.0.1:9", dialects: [openai2], slots: 0, key: sk-secret-in-the-file}
              two: {}
            routing: {weights: {queue: -1}}
            queues: {bands: {high: {longest-wait: 1 h}}}
            """);

        Assert.Equal(ExitCode.InvalidInput, exit);
        foreach (var words in new[]
                 {
                     "gateway.yaml:1:9: listen: found an empty list; expected an address",
                     "gateway.yaml:2:1: 'keyz' is no key here; nearest: 'keys'",
                     "gateway.yaml:3:16: bounds.body: found '10 GB'; expected 1 KiB to 1024 MiB",
                     "bounds.headers: found '10' without a unit",
                     "bounds.header-count: found '5'; expected 10 to 1000",
                     "timeouts.headers: found '0 s'; expected more than zero",
                     "shutdown.delay: found '1 day'; expected 0 s to 1 h",
                     "upstreams.one.dialects.0: found 'openai2'; expected one of anthropic, openai, responses; ",
                     "upstreams.one.slots: found '0'; expected 1 or more",
                     "upstreams.one.key: found something else; expected a mapping of env, file",
                     "gateway.yaml:8:8: upstreams.two: the key 'url' is missing",
                     "routing.weights.queue: found '-1'; expected zero or more",
                     "queues.bands.high.longest-wait: found '1 h'; expected above 0 s, at most 300 s",
                 })
        {
            Assert.Contains(words, error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("sk-secret-in-the-file", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_world_around_it_lacks_is_told_with_the_line_that_asks_for_it()
    {
        File.WriteAllText(At("empty.key"), " \n");
        var (exit, _, error) = Check("""
            listen: [https://127.0.0.1:8443, "http://example.com:80"]
            keys: nowhere.json
            operator-key: {env: PLIMSOLL_TESTS_NEVER_SET_THIS}
            max-in-flight: {gpt: 3}
            upstreams:
              one:
                url: "http://user:pw-secret@127.0.0.1:9"
                key: {file: empty.key}
                models: {gpt: x}
                classes: [opus, o]
              two: {url: "http://127.0.0.1:9?a=b"}
            queues: {tenants: {nobody: {weight: 2}}}
            management: http://127.0.0.1:8443
            operators: nobody.json
            grants: nothing.json
            """);

        Assert.Equal(ExitCode.InvalidInput, exit);
        foreach (var words in new[]
                 {
                     "gateway.yaml:1:10: listen.0: found 'https://127.0.0.1:8443', but there is no certificate",
                     "gateway.yaml:1:34: listen.1: found 'http://example.com:80', expected http:// or https://",
                     "gateway.yaml:2:7: keys: there is no ",
                     "gateway.yaml:3:15: operator-key: the environment variable PLIMSOLL_TESTS_NEVER_SET_THIS is not",
                     "max-in-flight: there is no model class 'gpt'. There are: haiku, opus, sonnet.",
                     "upstreams.one.url: a user or password in the URL is not sent.",
                     "empty.key is empty; expected a secret in it.",
                     "upstreams.one.models: there is no model class 'gpt'.",
                     "upstreams.one.classes: there is no model class 'o'.",
                     "upstreams.two.url: a query or fragment in the URL is not sent.",
                     "queues.tenants: there is no plan or tier 'nobody'.",
                     "management: found 'http://127.0.0.1:8443', where the gateway listens already",
                     "nobody.json. Make a key with: plimsoll operators add",
                     "gateway.yaml:15:9: grants: there is no ",
                 })
        {
            Assert.Contains(words, error, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("pw-secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_that_is_not_there_is_told_with_the_line_that_names_it() => Assert.Contains(
        "gateway.yaml:1:11: scenario: there is no 'nowhere'; expected a scenario",
        Check("scenario: nowhere\n" + Minimal).Error,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("llama-cpp")]
    [InlineData("anthropic")]
    [InlineData("openai")]
    public void Every_sample_is_valid_where_its_files_are(string sample)
    {
        AddKey("keys.json");
        File.WriteAllText(At("operators.json"), """{"operators":[]}""");
        File.WriteAllText(At("openai.key"), "sk-test\n");
        WriteCertificate("tls");
        Environment.SetEnvironmentVariable("ANTHROPIC_API_KEY", "sk-ant-test");
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "samples", sample, "gateway.yaml"));

        var (exit, output, error) = Check(text);

        Assert.True(exit == ExitCode.Ok, error);
        Assert.Contains("gateway.yaml is valid", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_serves_and_options_override_what_it_says()
    {
        var key = AddKey("keys.json");
        var other = AddKey("others.json");
        Write(Minimal);
        await using var gateway = await ServingCommand.Start(
            "policy pinned", "serve", "--config", At("gateway.yaml"), "--keys", At("others.json"),
            "--at", "2026-05-06");

        Assert.Contains("policy pinned to the version of 2026-05-06", gateway.Output, StringComparison.Ordinal);
        Assert.Equal(401, await Models(gateway, key));
        Assert.Equal(200, await Models(gateway, other));
        Assert.Equal(ExitCode.Ok, await gateway.Stop());
    }

    [Fact]
    public void Servers_are_named_in_one_place_only()
    {
        AddKey("keys.json");
        Write(Minimal);

        var (exit, _, error) = Cli.Run(
            "serve", "--config", At("gateway.yaml"), "--upstream", "http://127.0.0.1:9", "--map", "opus=x");

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("--upstream: found beside --config; write it in ", error, StringComparison.Ordinal);
        Assert.Contains("--map: found beside --config", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_it_a_server_has_to_be_named()
    {
        AddKey("keys.json");

        var (exit, _, error) = Cli.Run("serve", "--keys", At("keys.json"));

        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("--upstream: is missing; expected the URL of a server", error, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_read_anew_once_its_files_have_changed_and_are_left_alone()
    {
        AddKey("keys.json");
        Write(Minimal);
        var source = new GatewaySource(new ServeSettings { Config = At("gateway.yaml") });
        Assert.IsType<ConfigurationReading.Valid>(source.Read());
        var readings = new List<ConfigurationReading>();
        var watch = new FileWatch(source, () => readings.Add(source.Read()));

        watch.Look();
        watch.Look();
        Assert.Empty(readings);

        AddKey("keys.json", "bob");
        watch.Look();
        Write(Minimal + "\nwrong: true");
        watch.Look();
        Assert.Empty(readings);
        watch.Look();
        Assert.IsType<ConfigurationReading.Invalid>(Assert.Single(readings));
        watch.Look();
        watch.Look();
        Assert.Single(readings);

        Write(Minimal + "\nwatch: true");
        watch.Look();
        watch.Look();
        var valid = Assert.IsType<ConfigurationReading.Valid>(readings[^1]);
        Assert.Equal(2, valid.Options.Keys.Keys.Length);
    }

    [Fact]
    public void A_certificate_with_a_password_or_in_one_file_can_be_used_and_a_wrong_one_is_told()
    {
        AddKey("keys.json");
        File.WriteAllText(At("password"), "secret\n");
        WriteCertificate("tls");
        const string rest = """
            listen: [https://127.0.0.1:8443]
            keys: keys.json
            upstreams: {one: {url: "http://127.0.0.1:9"}}
            tls:
            """;

        Assert.Equal(ExitCode.Ok, Check(rest + " {certificate: tls/both.pfx, password: {file: password}}").Exit);
        Assert.Equal(ExitCode.Ok, Check(rest + " {certificate: tls/both.pem}").Exit);
        Assert.Equal(ExitCode.Ok, Check(rest
            + " {certificate: tls/both.pem, clients: {certificates: required, authorities: tls/fullchain.pem}}").Exit);
        var (exit, _, error) = Check(rest + " {certificate: tls/fullchain.pem, key: password}");
        Assert.Equal(ExitCode.InvalidInput, exit);
        Assert.Contains("tls.certificate: ", error, StringComparison.Ordinal);
        Assert.Contains("fullchain.pem cannot be used: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_may_be_signed_by_an_authority_of_its_own_and_ask_for_a_certificate()
    {
        AddKey("keys.json");
        WriteCertificate("tls");
        Write("""
            keys: keys.json
            upstreams:
              one:
                url: "https://127.0.0.1:9"
                tls: {authorities: tls/fullchain.pem, certificate: tls/fullchain.pem, key: tls/privkey.pem}
              two: {url: "https://127.0.0.1:10"}
            """);

        var source = new GatewaySource(new ServeSettings { Config = At("gateway.yaml") });
        var valid = Assert.IsType<ConfigurationReading.Valid>(source.Read());

        var tls = valid.Options.Upstreams[0].Tls!;
        Assert.Equal("CN=localhost", Assert.Single(tls.Authorities!).Subject);
        Assert.True(tls.Client!.HasPrivateKey);
        Assert.Null(valid.Options.Upstreams[1].Tls);
        Assert.Contains(At("tls/privkey.pem"), source.Files);
    }

    [Fact]
    public void What_is_wrong_with_the_TLS_of_a_server_is_told_with_its_place()
    {
        AddKey("keys.json");
        WriteCertificate("tls");
        var (exit, _, error) = Check("""
            keys: keys.json
            upstreams:
              one: {url: "https://127.0.0.1:9", tls: {authorities: nowhere.pem, key: tls/privkey.pem}}
              two: {url: "http://127.0.0.1:10", tls: {authorities: tls/fullchain.pem}}
            """);

        Assert.Equal(ExitCode.InvalidInput, exit);
        foreach (var words in new[]
                 {
                     "gateway.yaml:3:56: upstreams.one.tls.authorities: ",
                     "upstreams.one.tls: there is a key or a password, but no certificate",
                     "upstreams.two.tls: its URL is http://127.0.0.1:10, which has no TLS",
                 })
        {
            Assert.Contains(words, error, StringComparison.Ordinal);
        }
    }

    private (int Exit, string Output, string Error) Check(string text)
    {
        Write(text);
        return Cli.Run("check", At("gateway.yaml"));
    }

    private void Write(string text) => File.WriteAllText(At("gateway.yaml"), text);

    private string AddKey(string file, string name = "alice")
    {
        var (exit, output, error) = Cli.Run("keys", "add", "--file", At(file), "--name", name, "--plan", "pro");
        Assert.True(exit == ExitCode.Ok, error);
        return Key().Match(output).Value;
    }

    private void WriteCertificate(string folder)
    {
        Directory.CreateDirectory(At(folder));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var (shown, secret) = (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(At($"{folder}/fullchain.pem"), shown);
        File.WriteAllText(At($"{folder}/privkey.pem"), secret);
        File.WriteAllText(At($"{folder}/both.pem"), $"{shown}\n{secret}");
        File.WriteAllBytes(At($"{folder}/both.pfx"), certificate.Export(X509ContentType.Pfx, "secret"));
    }

    private string At(string name) => Path.Combine(directory.FullName, name);

    private static async Task<int> Models(ServingCommand gateway, string key)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-api-key", key);
        using var response = await http.GetAsync(new Uri(Address().Match(gateway.Output).Value + "/v1/models"), Stop);
        return (int)response.StatusCode;
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex("plm-[A-Za-z0-9_-]+")]
    private static partial Regex Key();
}
