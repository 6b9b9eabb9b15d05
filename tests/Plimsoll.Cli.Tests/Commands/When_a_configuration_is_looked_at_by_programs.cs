using System.Text.Json;
using Plimsoll.Cli.Serving;
using Plimsoll.Gateway.Configuration;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_configuration_is_looked_at_by_programs : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-looked-at-");

    public void Dispose() => directory.Delete(recursive: true);

    [Fact]
    public void What_is_set_up_beside_the_gateway_needs_a_restart_and_is_named()
    {
        AddKey();
        const string file = """
            keys: keys.json
            upstreams:
              one: {url: "http://127.0.0.1:9"}

            """;
        Write(file);
        var source = new GatewaySource(new ServeSettings { Config = At("gateway.yaml") });
        Assert.Empty(Assert.IsType<ConfigurationReading.Valid>(source.Read()).NeedRestart);

        Write(file + "watch: true\ntelemetry: {traced: 0.5}\n");

        Assert.Equal(
            ["telemetry", "watch"], Assert.IsType<ConfigurationReading.Valid>(source.Read()).NeedRestart);
    }

    [Fact]
    public void What_is_found_is_told_as_JSON_too()
    {
        AddKey();
        Write("""
            keys: keys.json
            upstreams:
              one: {url: "http://127.0.0.1:9"}
            """);
        var valid = Cli.Run("check", At("gateway.yaml"), "--json");
        Write("""
            keys: nowhere.json
            upstraems: {}
            """);
        var invalid = Cli.Run("check", At("gateway.yaml"), "--json");

        Assert.Equal((ExitCode.Ok, ExitCode.InvalidInput), (valid.Exit, invalid.Exit));
        var told = JsonDocument.Parse(valid.Output).RootElement;
        var wrong = JsonDocument.Parse(invalid.Output).RootElement;
        Assert.Equal(("gateway", true), (told.GetProperty("kind").GetString(), told.GetProperty("valid").GetBoolean()));
        Assert.Equal(1, told.GetProperty("keys").GetInt32());
        Assert.False(wrong.GetProperty("valid").GetBoolean());
        Assert.Contains(wrong.GetProperty("errors").EnumerateArray(), error => error.GetString()!.StartsWith(
            $"{At("gateway.yaml")}:2:1: 'upstraems' is no key", StringComparison.Ordinal));
    }

    private void Write(string text) => File.WriteAllText(At("gateway.yaml"), text);

    private void AddKey() => Assert.Equal(
        ExitCode.Ok, Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "a", "--plan", "pro").Exit);

    private string At(string name) => Path.Combine(directory.FullName, name);
}
