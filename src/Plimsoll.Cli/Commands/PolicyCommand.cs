using System.CommandLine;
using System.Text.Json;
using Plimsoll.Cli.Reports;
using Plimsoll.Limits.Documents;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll policy</c>: what a running gateway enforces, and giving it the policy of a scenario.
/// </summary>
internal static class PolicyCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("policy", "Show the policy that a running gateway enforces, preview another and push it.")
        {
            CreateShow(output, error),
            PolicyPreviewCommand.Create(output, error),
            CreatePush(output, error),
            CreateExport(output, error),
        };

    private static Command CreateShow(IAnsiConsole output, IAnsiConsole error)
    {
        var gateway = new OperatorConnection(isRequired: true);
        var asJson = new Option<bool>("--json") { Description = "Print it as JSON, every limit of every version." };
        var command = new Command("show", "Show the versions that were, are and will be in force.") { asJson };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            if (await gateway.Ask(parsed, HttpMethod.Get, "/admin/policy", null, error, stop) is not { } told)
                return ExitCode.InvalidInput;
            if (parsed.GetValue(asJson))
                output.Lines.WriteLine(JsonText.Readably(told));
            else
                WriteVersions(told.GetProperty("versions"), output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreatePush(IAnsiConsole output, IAnsiConsole error)
    {
        var (scenario, gateway) = (ScenarioArgument.Create(), new OperatorConnection(isRequired: true));
        var reason = new Option<string>("--reason") { Description = "Why, for the audit.", Required = true };
        var atOnce = new Option<bool>("--at-once")
        {
            Description = "Enforce from now on what the scenario says of today, though it is not what was in force.",
        };
        var asJson = new Option<bool>("--json") { Description = "Print the gateway's answer as JSON." };
        const string does = "Let a running gateway enforce the scenario's policy, each version at its date.";
        var command = new Command("push", does)
        {
            scenario, reason, atOnce, asJson,
        };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            if (ScenarioArgument.Load(parsed.GetRequiredValue(scenario), error) is not { } document)
                return ExitCode.InvalidInput;
            var told = await gateway.Ask(parsed, HttpMethod.Put, "/admin/policy", json =>
            {
                json.WriteString("reason", parsed.GetRequiredValue(reason));
                json.WriteBoolean("at_once", parsed.GetValue(atOnce));
                json.WritePropertyName("policy");
                PolicyJson.Write(json, PolicyCompiler.Compile(document.Spec));
            }, error, stop);
            if (told is not { } answer)
                return ExitCode.InvalidInput;
            if (parsed.GetValue(asJson))
            {
                output.Lines.WriteLine(JsonText.Readably(answer));
                return ExitCode.Ok;
            }

            output.Lines.WriteLine(answer.GetProperty("result").GetString());
            WriteVersions(answer.GetProperty("after"), output);
            if (answer.GetProperty("kept_in").ValueKind == JsonValueKind.Null)
                output.Lines.WriteLine("The gateway keeps this in memory only: it has no file for its policy.");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateExport(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var command = new Command("export", "Print the scenario's policy as the JSON that gateways take.") { scenario };
        command.SetAction(parsed =>
        {
            if (ScenarioArgument.Load(parsed.GetRequiredValue(scenario), error) is not { } document)
                return ExitCode.InvalidInput;
            output.Lines.WriteLine(PolicyJson.Write(PolicyCompiler.Compile(document.Spec)));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteVersions(JsonElement versions, IAnsiConsole output)
    {
        var table = ReportTables.New("Versions of the policy");
        ReportTables.AddWhole(table, "From (UTC)", "State");
        table.AddColumn("Changes in force");
        foreach (var version in versions.EnumerateArray())
        {
            ReportTables.AddRow(
                table,
                version.GetProperty("effective_from").GetString()!,
                version.GetProperty("state").GetString()!.Replace('_', ' '),
                string.Join(", ", version.GetProperty("changes").EnumerateArray().Select(one => one.GetString())));
        }

        output.Write(table);
    }
}
