using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Cli.Reports;
using Plimsoll.Scenarios;
using Plimsoll.Simulation.Accounts;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>A simulation, as often as it is asked for and at one scale or two.</summary>
/// <param name="document">The scenario.</param>
/// <param name="scenario">What the command line calls it, as it would be written again.</param>
/// <param name="given">What the command line changed in it and what it serves, as it would be written again.</param>
/// <param name="error">Where progress is shown.</param>
internal sealed class SimulationStudy(
    ScenarioDocument document, string scenario, string given, IAnsiConsole error)
{
    /// <summary>The simulation of the first seed.</summary>
    public required ServiceSimulation First { get; init; }

    /// <summary>Simulations at each scale, whose seeds follow one another. 1 or more.</summary>
    public required int Runs { get; init; }

    /// <summary>Another scale to compare with; null: none.</summary>
    public required double? Against { get; init; }

    /// <summary>Simulations at once. 1 or more.</summary>
    public required int Threads { get; init; }

    /// <summary>Simulates, and writes the requests of the first simulation to a file.</summary>
    public SimulationRun Run(FileInfo? requests)
    {
        ServiceSimulation[] simulations =
        [
            .. Seeds(First), .. Against is { } other ? Seeds(First with { Scale = other }) : [],
        ];
        using var file = requests is null ? null : new StreamWriter(requests.FullName);
        var csv = file is null
            ? null
            : new RequestsCsv(file, First.Start, [.. First.Model.Classes.Select(c => c.Name)], First.Groups);
        csv?.WriteHead();
        var outcomes = new SimulationProgress(error, TimeProvider.System).Run(
            First.Start,
            First.Start + (First.Length * simulations.Length),
            tell => ParallelSimulations.Run(
                simulations,
                Threads,
                (simulated, ended) => tell(First.Start + simulated, ended),
                (number, told) => simulations[number].Run(
                    told, number > 0 || csv is null ? null : (record, group) => csv.Write(record, group))));
        var reports = outcomes.Select(outcome => outcome.Report).ToList();
        var figures = RepeatedFigure.Of(reports[..Runs], First.Scale);
        return new()
        {
            Title = First.Model.Title,
            Scenario = document.Name,
            Seed = First.Seed,
            Command = CommandLine(),
            Inputs = Inputs(outcomes[0]),
            Report = reports[0],
            Repeated = Runs > 1 ? figures : [],
            Against = Against is { } smaller
                ? ScaleAgreement.Of(
                    ScaleOption.Text(First.Scale),
                    ScaleOption.Text(smaller),
                    figures,
                    RepeatedFigure.Of(reports[Runs..], smaller))
                : null,
        };
    }

    private IEnumerable<ServiceSimulation> Seeds(ServiceSimulation first) =>
        Enumerable.Range(0, Runs).Select(run => first with { Seed = unchecked(first.Seed + (ulong)run) });

    private string CommandLine()
    {
        var more = (Runs > 1 ? $" --runs {Number(Runs)}" : "")
            + (Against is { } other ? $" --against {ScaleOption.Text(other)}" : "");
        var hours = First.Trace is { IsServedToTheEnd: true } ? "" : $" --hours {Number(First.Length.Seconds / 3600)}";
        return $"plimsoll simulate {scenario} --from {DateOption.Text(First.Start.Date)}{hours} "
            + $"--scale {ScaleOption.Text(First.Scale)} --seed {Number(First.Seed)}{more}{given}";
    }

    private ImmutableArray<SimulationInput> Inputs(ServiceOutcome outcome) =>
    [
        new("Begins", DateOption.Text(First.Start.Date)),
        new("Length", $"{Number(First.Length.Seconds / 3600)} h, of which {Number(First.WarmUp.Seconds / 60)} min "
            + "warm-up"),
        new("Scale", ScaleOption.Text(First.Scale)),
        new("Accounts", Number(outcome.Accounts), "derived"),
        new("Replicas", Number(outcome.Fleet.Pools.Sum(pool => pool.Replicas)), "derived"),
        new("Division of accelerators", "as planned for the tightest hour of the week", "derived"),
        .. FleetInputs.Of(document, First, outcome.Fleet),
        .. First.Trace is { } trace
            ? TraceOptions.Inputs(trace, given)
            : [new SimulationInput("Spread of prompt and answer lengths", "log-normal, 0.7", "assumed")],
    ];

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
