using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>A process that the bench started, and ends with it. What it prints goes to a file.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly string log;

    private ChildProcess(Process process, string log) => (this.process, this.log) = (process, log);

    public int Id => process.Id;

    /// <summary>Starts a server, and waits until it listens.</summary>
    public static async Task<ChildProcess> Serve(ProcessStartInfo start, int port, string log)
    {
        // The shell hands the file over and becomes the program: nobody reads along while something is measured.
        var logged = new ProcessStartInfo(
            "/bin/sh", ["-c", "exec \"$@\" >\"$0\" 2>&1", log, start.FileName, .. start.ArgumentList])
        {
            RedirectStandardInput = true,
        };
        foreach (var (name, value) in start.Environment)
            logged.Environment[name] = value;
        var child = new ChildProcess(Process.Start(logged)!, log);
        try
        {
            await child.Listens(port);
            return child;
        }
        catch
        {
            child.Dispose();
            throw;
        }
    }

    private async Task Listens(int port)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < Patience; await Task.Delay(50))
        {
            if (process.HasExited)
                throw new InvalidOperationException($"{process.StartInfo.FileName} ended, see {log}.");
            try
            {
                using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port));
                return;
            }
            catch (SocketException)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"{process.StartInfo.FileName} does not listen on {port}, see {log}.");
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
    }
}
