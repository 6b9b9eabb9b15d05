using Plimsoll.Quantities;
using Plimsoll.Scenarios.Charts;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// Shows how far a long simulation is: a bar, virtual time, requests per second and how long it will still take. Only
/// where a person watches; it changes nothing that is written.
/// </summary>
/// <param name="console">Where it is shown: standard error, so that output can be piped.</param>
/// <param name="time">The clock of the person who waits.</param>
internal sealed class SimulationProgress(IAnsiConsole console, TimeProvider time)
{
    /// <summary>Runs a simulation and shows its progress where there is a terminal.</summary>
    /// <param name="start">When the simulation begins.</param>
    /// <param name="end">When it is expected to end.</param>
    /// <param name="run">
    /// Runs it. It is handed what to call now and then with the instant reached and the requests that ended so far.
    /// </param>
    public T Run<T>(Instant start, Instant end, Func<Action<Instant, long>, T> run)
    {
        var isWatched = console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;
        if (!isWatched)
            return run((_, _) => { });
        var length = Math.Max(1, (end - start).Nanoseconds);
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(
                new SpinnerColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(),
                new StateColumn())
            .Start(context =>
            {
                var task = context.AddTask("", maxValue: length);
                var began = time.GetTimestamp();
                var result = run((at, requests) =>
                {
                    task.Value = Math.Clamp((at - start).Nanoseconds, 0, length);
                    task.Description = Text(at - start, requests, time.GetElapsedTime(began));
                });
                task.Value = length;
                return result;
            });
    }

    /// <summary>Virtual time, requests that ended, and how many end in a second of waiting.</summary>
    public static string Text(Duration reached, long requests, TimeSpan waited)
    {
        var rate = waited.TotalSeconds > 0 ? requests / waited.TotalSeconds : 0;
        return $"{AxisText.Length(reached.Seconds)} simulated, {SimulationText.Count(requests)} requests, "
            + $"{AxisText.Number(rate)}/s";
    }

    /// <summary>The description of a task, after its bar.</summary>
    private sealed class StateColumn : ProgressColumn
    {
        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.Description, new Style(Color.Grey));
    }
}
