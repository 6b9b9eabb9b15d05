using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>A gateway as a process of its own, under a service manager that the test plays.</summary>
public sealed class When_a_gateway_gets_signals : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("plimsoll-signals-");
    private readonly Socket manager = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        manager.Dispose();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task It_says_when_it_is_ready_reads_anew_on_SIGHUP_and_ends_on_SIGTERM()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var gateway = Begin(delay: "0 s");
        Assert.Equal("READY=1", await Heard());

        File.AppendAllText(At("gateway.yaml"), "listn: []\n");
        await Signal(gateway, "HUP");
        await Said(gateway.StandardError, "'listn' is no key here; nearest: 'listen'");
        Write("0 s");
        await Signal(gateway, "HUP");
        await Said(gateway.StandardError, "the configuration was read anew by SIGHUP and is in force");

        await Signal(gateway, "TERM");
        Assert.Equal("STOPPING=1", await Heard());
        await gateway.WaitForExitAsync(Stop);
        Assert.Equal(0, gateway.ExitCode);
    }

    [Fact]
    public async Task It_ends_at_once_on_a_second_SIGTERM()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals.");
        using var gateway = Begin(delay: "1 h");
        Assert.Equal("READY=1", await Heard());

        await Signal(gateway, "TERM");
        await Said(gateway.StandardError, "asked to stop: not ready any more; requests are accepted for 01:00:00");
        await Signal(gateway, "TERM");

        await gateway.WaitForExitAsync(Stop);
        Assert.Equal(128 + 15, gateway.ExitCode);
    }

    private Process Begin(string delay)
    {
        Write(delay);
        var (exit, _, _) = Cli.Run("keys", "add", "--file", At("keys.json"), "--name", "a", "--plan", "pro");
        Assert.Equal(ExitCode.Ok, exit);
        manager.Bind(new UnixDomainSocketEndPoint(At("notify")));
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Plimsoll.Cli.dll"), "serve", "--config", At("gateway.yaml"),
            },
            Environment = { ["NOTIFY_SOCKET"] = At("notify") },
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    private void Write(string delay) => File.WriteAllText(At("gateway.yaml"), $"""
        listen: ["http://127.0.0.1:0"]
        keys: keys.json
        shutdown:
          delay: {delay}
        upstreams:
          one:
            url: http://127.0.0.1:9

        """);

    private async Task<string> Heard()
    {
        var word = new byte[64];
        return Encoding.UTF8.GetString(word, 0, await manager.ReceiveAsync(word, Stop));
    }

    private static async Task Said(StreamReader log, string words)
    {
        while (await log.ReadLineAsync(Stop) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
                return;
        }

        Assert.Fail($"'{words}' was not logged before the gateway ended.");
    }

    private static async Task Signal(Process gateway, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", gateway.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Stop);
    }

    private string At(string name) => Path.Combine(directory.FullName, name);
}
