using System.CommandLine;
using System.Text.Json;
using Plimsoll.Cli.Reports;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll upstreams</c>: how servers behind a running gateway stand; taking one of them down.</summary>
internal static class UpstreamsCommand
{
    private const string Route = "/admin/upstreams";

    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("upstreams", "List the servers behind a running gateway; drain one, or give it requests again.")
        {
            CreateList(output, error),
            CreateChange("drain", "Give a server no more requests; its streams end by themselves.", output, error),
            CreateChange("activate", "Give a server requests again.", output, error),
        };

    private static Command CreateList(IAnsiConsole output, IAnsiConsole error)
    {
        var gateway = new OperatorConnection(isRequired: true);
        var asJson = new Option<bool>("--json") { Description = "Print the gateway's answer as JSON." };
        var command = new Command("list", "List the servers, their state and what they did.");
        foreach (var option in gateway.All.Append(asJson))
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            if (await gateway.Ask(parsed, HttpMethod.Get, Route, null, error, stop) is not { } answer)
                return ExitCode.InvalidInput;
            if (parsed.GetValue(asJson))
                output.Lines.WriteLine(JsonText.Readably(answer));
            else
                output.Write(Listed(answer.GetProperty("upstreams")));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateChange(string verb, string does, IAnsiConsole output, IAnsiConsole error)
    {
        var gateway = new OperatorConnection(isRequired: true);
        var name = new Option<string>("--name") { Description = "Name of the server.", Required = true };
        var command = new Command(verb, does) { name };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var route = $"{Route}/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/{verb}";
            if (await gateway.Ask(parsed, HttpMethod.Post, route, null, error, stop) is not { } answer)
                return ExitCode.InvalidInput;
            output.Lines.WriteLine(answer.GetProperty("result").GetString());
            return ExitCode.Ok;
        });
        return command;
    }

    private static Table Listed(JsonElement upstreams)
    {
        var table = new Table().AddColumns("name", "site", "state");
        ReportTables.AddNumbers(table, "tier", "in flight", "slots", "others", "served", "failed", "full");
        foreach (var upstream in upstreams.EnumerateArray())
        {
            string[] members =
                ["name", "site", "state", "tier", "in_flight", "slots", "others", "served", "failed", "full"];
            ReportTables.AddRow(table, [.. members.Select(Cell)]);

            string Cell(string member) => upstream.TryGetProperty(member, out var value) ? value.ToString() : "";
        }

        return table;
    }
}
