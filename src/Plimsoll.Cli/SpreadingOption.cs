using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning.Allocation;
using Plimsoll.Quantities;

namespace Plimsoll.Cli;

/// <summary><c>--objective</c> of what is metered: how load is spread, evenly unless asked otherwise.</summary>
internal static class SpreadingOption
{
    public static Option<Spreading?> Create() => NumberOption.Of<Spreading>(
        "--objective",
        "Where load goes: even (the default), as routers spread it, or the allocation of least money or carbon.",
        "even, money or carbon",
        text => text switch
        {
            "even" => new Spreading(null),
            "money" => new Spreading(AllocationObjective.Money),
            "carbon" => new Spreading(AllocationObjective.Carbon),
            _ => null,
        });

    /// <summary>That a week's requirements conflict.</summary>
    public static ScenarioAnswer.Refused Refused(Instant unmet) => new(
        $"In the week of {Figures.Day(unmet)} not all requirements can be kept; "
            + $"'plimsoll allocate --at {DateOption.Text(unmet.Date)}' names them.",
        ExitCode.NotSo);
}

/// <summary>How load is spread.</summary>
/// <param name="Objective">What the allocation decides by; null: evenly.</param>
internal readonly record struct Spreading(AllocationObjective? Objective);
