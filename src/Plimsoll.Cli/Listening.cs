using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plimsoll.Cli.Serving;
using Plimsoll.Gateway.Transport;
using Plimsoll.Scenarios.Format;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>Where servers listen, how they start and when they end, alike for every command that serves.</summary>
internal static class Listening
{
    /// <summary>The <c>--urls</c> option.</summary>
    /// <param name="description">What listens there.</param>
    /// <param name="url">Where it listens when nothing is given.</param>
    public static Option<string> UrlsOption(string description, string url) => new("--urls")
    {
        Description = description,
        DefaultValueFactory = _ => url,
    };

    /// <summary>Logs to standard error, a line each, so that standard output stays what was asked for.</summary>
    public static void Log(ILoggingBuilder logging) => Log(logging, LogFormat.Text);

    /// <summary>The same in a format.</summary>
    public static void Log(ILoggingBuilder logging, LogFormat format)
    {
        // Made by the container, which therefore disposes it.
        logging.Services.AddSingleton<ILoggerProvider>(
            _ => new LineLog(Console.OpenStandardError(), format, TimeProvider.System));

        // Start says why a server cannot listen; the host would add a stack trace.
        logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
    }

    /// <summary>Runs a command that serves until it is told to stop, be it while it starts.</summary>
    public static void SetServing(this Command command, Func<ParseResult, CancellationToken, Task<int>> run) =>
        command.SetAction(async (parsed, stop) =>
        {
            // A signal ends the process at once until the command line has a task to wait for.
            await Task.Yield();
            try
            {
                return await run(parsed, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return ExitCode.Ok;
            }
        });

    /// <summary>Completes when a command that serves is to end.</summary>
    public static async Task Until(CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (stop.Register(stopped.SetResult))
            await stopped.Task;
    }

    /// <summary>The address that a client on this machine uses: a wildcard is none.</summary>
    public static string Reachable(string url) =>
        url.Replace("//[::]", "//127.0.0.1", StringComparison.Ordinal)
            .Replace("//0.0.0.0", "//127.0.0.1", StringComparison.Ordinal);

    /// <summary>Starts a server; false, with the reason printed, when its address cannot be used.</summary>
    public static async Task<bool> Start(
        WebApplication server, string urls, IAnsiConsole error, CancellationToken stop, string place = "--urls")
    {
        var problem = Array.Find(urls.Split(';'), url => ListenAddress.Parse(url) is null) is { } wrong
            ? $"'{wrong}' is no http address of this machine." : null;
        try
        {
            if (problem is null)
                await server.StartAsync(stop);
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            problem = fault.Message;
        }

        if (problem is not null)
        {
            error.Lines.WriteLine(
                $"{place} {urls}: cannot listen there: {problem} Choose another address, such as "
                + "http://127.0.0.1:8090.");
        }

        return problem is null;
    }
}
