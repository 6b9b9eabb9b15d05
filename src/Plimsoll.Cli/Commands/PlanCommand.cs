using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll plan SCENARIO</c>: what the supply lets the service promise, and why.</summary>
internal static class PlanCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var json = new Option<bool>("--json") { Description = "Print the plan as JSON." };
        var from = DateOption.Create("Compare with this date in place of the day before.", "--from");
        var against = new Option<string?>("--against")
        {
            Description = "Compare with another scenario, which what-ifs other than dates leave as it is.",
        };
        var whatIf = new WhatIfOptions(comparesDates: true);
        var command = new Command("plan", "Plan what the supply lets the service promise.")
        {
            scenario, json, from, against,
        };
        var page = new Option<FileInfo?>("--html") { Description = "Write a page with charts to this HTML file." };
        var verify = new VerifyOptions();
        command.Add(page);
        whatIf.AddTo(command);
        verify.AddTo(command);
        command.Validators.Add(result =>
        {
            var asked = new (string Name, bool IsAsked)[]
            {
                ("--verify", verify.IsAsked(result)),
                ("--html", result.GetValue(page) is not null),
                ("--against", result.GetValue(against) is not null),
            }.Where(option => option.IsAsked).Select(option => option.Name).ToArray();
            if (asked.Length > 1)
                result.AddError($"{string.Join(" and ", asked)}: each is an answer of its own; ask for one of them.");
        });
        command.SetAction(parsed =>
        {
            var path = ScenarioArgument.Resolve(parsed.GetRequiredValue(scenario));
            var edits = whatIf.Of(parsed) with { From = parsed.GetValue(from) };
            var html = new WrittenFile("--html", parsed.GetValue(page));
            var document = ScenarioArgument.Accepted(edits.Load(path), error);
            if (!WrittenFile.AreWritable([html], error) || document is null)
                return ExitCode.InvalidInput;
            if (verify.IsAsked(parsed))
                return verify.Run(document, parsed.GetValue(json), parsed, output, error);
            if (parsed.GetValue(against) is { } other)
                return Compare(document, edits.OfDates, other, parsed.GetValue(json), output, error);
            return Print(document, parsed.GetValue(json), html, output, error);
        });
        return command;
    }

    private static int Compare(
        ScenarioDocument document, ScenarioEdits edits, string other, bool json, IAnsiConsole output,
        IAnsiConsole error)
    {
        if (ScenarioArgument.Accepted(edits.Load(ScenarioArgument.Resolve(other)), error) is not { } against)
            return ExitCode.InvalidInput;
        var comparison = ScenarioComparison.Of(VariantsOf(against), VariantsOf(document));
        if (json)
            output.Lines.WriteLine(ComparisonJson.Write(comparison, against.Name, document.Name));
        else
            ComparisonTables.Write(comparison, output);
        return ExitCode.Ok;
    }

    private static Variants VariantsOf(ScenarioDocument document) =>
        new(document.PlanInputs, values => ServiceModelCompiler.Compile(document.Variant(values)));

    /// <summary>Plans a valid scenario.</summary>
    public static PlanStudy Study(ScenarioDocument document) => PlanStudy.Of(
        document.PlanInputs, values => ServiceModelCompiler.Compile(document.Variant(values)));

    private static int Print(
        ScenarioDocument document, bool json, WrittenFile page, IAnsiConsole output, IAnsiConsole error)
    {
        var study = Study(document);
        if (!page.Write(() => PlanPage.Write(study, HorizonCommand.Plan(document)), error))
            return ExitCode.InvalidInput;
        if (json)
            output.Lines.WriteLine(PlanJson.Write(study, document.Name));
        else
            PlanTables.Write(study, output);
        return ExitCode.Ok;
    }
}
