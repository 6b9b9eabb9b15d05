using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Reports;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll policy preview</c>: who would have been refused under the policy of a scenario, from what a running
/// gateway recorded in the last day, or from its log.
/// </summary>
internal static class PolicyPreviewCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var (scenario, gateway) = (ScenarioArgument.Create(), new OperatorConnection(isRequired: false));
        var log = new Option<string?>("--log")
        {
            Description = "A limit log that a gateway recorded, in the place of a running one.",
        };
        var at = DateOption.Create("Preview the version of this date, as yyyy-MM-dd; default: the last.");
        var since = InstantOption.Create(
            "Tell of requests from this instant on; default: of the last day, of a log all.", "--since");
        var scope = new Option<string?>("--scope") { Description = "Tell only of this scope and those beneath it." };
        var asJson = new Option<bool>("--json") { Description = "Print it as JSON." };
        var command = new Command("preview", "Tell who would have been refused lately under the scenario's policy.")
        {
            scenario, log, at, since, scope, asJson,
        };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var only = parsed.GetValue(scope);
            if (parsed.GetValue(log) is null != gateway.IsAsked(parsed))
            {
                error.Lines.WriteLine("--gateway, --log: expected one of them.");
                return ExitCode.InvalidInput;
            }

            if (ScenarioArgument.Load(parsed.GetRequiredValue(scenario), error) is not { } document)
                return ExitCode.InvalidInput;
            var timeline = PolicyCompiler.Compile(document.Spec);
            if (parsed.GetValue(log) is { } file)
            {
                var window = (parsed.GetValue(at), parsed.GetValue(since), only);
                return Offline(file, document.Name, timeline, window, parsed.GetValue(asJson), output, error);
            }

            var told = await gateway.Ask(parsed, HttpMethod.Post, "/admin/policy/preview", json =>
            {
                json.WritePropertyName("policy");
                PolicyJson.Write(json, timeline);
                json.WriteString("at", parsed.GetValue(at) is { } date ? InstantText.Of(Instant.FromDate(date)) : null);
                json.WriteString("since", parsed.GetValue(since) is { } from ? InstantText.Of(from) : null);
                json.WriteString("scope", only);
            }, error, stop);
            if (told is not { } answer)
                return ExitCode.InvalidInput;
            if (parsed.GetValue(asJson))
                output.Lines.WriteLine(JsonText.Readably(answer));
            else
                Write(answer, output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static int Offline(
        string file,
        string scenario,
        PolicyTimeline timeline,
        (DateOnly? At, Instant? Since, string? Scope) window,
        bool asJson,
        IAnsiConsole output,
        IAnsiConsole error)
    {
        var scope = ScopeName.TryParse(window.Scope);
        if (window.Scope is not null && scope is null)
        {
            error.Lines.WriteLine($"--scope: found '{window.Scope}'; expected {ScopeName.Form}.");
            return ExitCode.InvalidInput;
        }

        if (LogArgument.Load(file, error) is not { } log)
            return ExitCode.InvalidInput;
        var version = window.At is { } date ? timeline.At(Instant.FromDate(date)) : timeline.Versions[^1];
        var other = new PolicyTimeline([version with { EffectiveFrom = default }]);
        switch (LimitReplay.Run(log.Lines, timeline, other, scope, window.Since))
        {
            case ReplayResult.Done done:
                var words = $"that of {scenario} as on {DateOption.Text(version.EffectiveFrom.Date)}, all the time";
                if (asJson)
                    output.Lines.WriteLine(LimitReplayJson.Write(done.Report, scenario, words));
                else
                    LimitReplayTables.Write(done.Report, "the policies of the log", words, output);
                return ExitCode.Ok;
            case ReplayResult.Failed failed:
                LogArgument.Print(file, [failed.Problem], error);
                return ExitCode.InvalidInput;
            default:
                throw new InvalidOperationException("A replay is done or failed.");
        }
    }

    private static void Write(JsonElement answer, IAnsiConsole output)
    {
        var table = ReportTables.New($"Since {Text(answer, "since")}, under the version of {Text(answer, "version")}");
        ReportTables.AddWhole(table, "Scope");
        ReportTables.AddNumbers(table, "Asked", "Refused", "Instead");
        table.AddColumn("Instead by");
        table.AddColumn("Highest use, instead");
        foreach (var user in answer.GetProperty("users").EnumerateArray())
            AddRow(table, Text(user, "scope"), user);
        AddRow(table, "all", answer.GetProperty("total"));
        output.Write(table);
        if (!answer.GetProperty("is_faithful").GetBoolean())
            output.WriteLine("The log is not faithful: what it recorded is not what its policies decide.");
        if (answer.GetProperty("assumed").GetInt64() is > 0 and var assumed)
            output.WriteLine($"Assumed: {assumed} requests that only this policy admits used what was estimated.");
    }

    private static void AddRow(Table table, string scope, JsonElement outcomes)
    {
        var (was, instead) = (outcomes.GetProperty("recorded"), outcomes.GetProperty("previewed"));
        ReportTables.AddRow(
            table,
            scope,
            Text(was, "asked"),
            Refused(was),
            Refused(instead),
            string.Join('\n', instead.GetProperty("refused_by").EnumerateArray()
                .Select(by => $"{Text(by, "count")} {Text(by, "name")} of the {Text(by, "level")}")),
            $"{Highest(was)}\n{Highest(instead)}");
    }

    private static string Refused(JsonElement use) =>
        (use.GetProperty("refused").GetInt64() + use.GetProperty("not_included").GetInt64())
        .ToString(CultureInfo.InvariantCulture);

    private static string Highest(JsonElement use)
    {
        var peaks = use.GetProperty("peaks").EnumerateArray().ToList();
        if (peaks.Count == 0)
            return "—";
        var most = peaks.MaxBy(peak => peak.GetProperty("utilization").GetDouble());
        var highest = Figures.Percent(most.GetProperty("utilization").GetDouble());
        return $"{highest} {Text(most, "set")} {Text(most, "name")}";
    }

    private static string Text(JsonElement from, string name) => from.GetProperty(name).ToString();
}
