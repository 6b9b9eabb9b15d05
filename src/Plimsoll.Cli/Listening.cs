using Microsoft.AspNetCore.Builder;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>Starts servers with a clear word where they cannot listen.</summary>
internal static class Listening
{
    /// <summary>Starts a server; false, with the reason printed, when its address cannot be used.</summary>
    public static async Task<bool> Start(
        WebApplication server, string urls, IAnsiConsole error, CancellationToken stop)
    {
        try
        {
            await server.StartAsync(stop);
            return true;
        }
        catch (Exception fault) when (fault is IOException or FormatException or InvalidOperationException)
        {
            error.Profile.Out.Writer.WriteLine(
                $"--urls {urls}: cannot listen there: {fault.Message} Choose another address, such as "
                + "http://127.0.0.1:8090.");
            return false;
        }
    }
}
