using System.CommandLine;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Cli;

/// <summary>A scenario, with its what-ifs, and what a command line asks of it.</summary>
/// <param name="Document">The scenario; it is valid.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Line">The command line.</param>
internal sealed record AskedScenario(ScenarioDocument Document, string Path, ParseResult Line)
{
    /// <summary>The value of an option: its default where it is not given.</summary>
    public T? Value<T>(Option<T> option) => Line.GetValue(option);

    /// <summary>The day of an option; where it is not given, that on which the new sites have ramped up.</summary>
    public Instant DayOf(Option<DateOnly?> option) =>
        Instant.FromDate(Value(option) ?? Document.Spec.Compare.Ramped);

    /// <summary>The service that the scenario describes, for searches.</summary>
    public ServiceMargins Service() => new(ServiceModelCompiler.Compile(Document.Spec));
}
