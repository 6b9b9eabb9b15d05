using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>Starts servers with a clear word where they cannot listen.</summary>
internal static class Listening
{
    /// <summary>Logs to standard error, a line each, so that standard output stays what was asked for.</summary>
    public static ILoggingBuilder Log(ILoggingBuilder logging)
    {
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);

        // Start says why a server cannot listen; the host would add a stack trace.
        return logging.AddSimpleConsole(console => console.SingleLine = true)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    }

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
