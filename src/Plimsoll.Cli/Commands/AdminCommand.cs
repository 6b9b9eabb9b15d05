using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Plimsoll.Cli.Reports;
using Plimsoll.Limits.Replay;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll admin</c>: what else an operator asks of a running gateway.</summary>
internal static class AdminCommand
{
    // The gateway's own bound; more could not be told in cents.
    private const decimal MostDollars = 1_000_000_000;

    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("admin", "Ask a running gateway as an operator: reset windows, change scopes and overage, reload, audit.")
        {
            CreateReset(output, error),
            CreateScope(output, error),
            CreateOverage(output, error),
            CreateReload(output, error),
            CreateAudit(output, error),
        };

    private static Command CreateReset(IAnsiConsole output, IAnsiConsole error)
    {
        var scope = new Option<string?>("--scope") { Description = "Scope whose windows are cleared." };
        var everybody = new Option<bool>("--everybody") { Description = "Clear the windows of all." };
        var limits = KeysCommand.LimitsOption("Windows to clear; default: every session and week.");
        var id = new Option<string>("--id") { Description = "Names the reset: made once.", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, for the audit.", Required = true };
        return Asking("reset", "Clear windows after an incident; none ends at another time.",
            [scope, everybody, limits, id, reason], HttpMethod.Post, "/admin/reset", output, error, (parsed, json) =>
            {
                json.WriteString("scope", parsed.GetValue(scope));
                json.WriteBoolean("everybody", parsed.GetValue(everybody));
                json.WriteString("id", parsed.GetRequiredValue(id));
                json.WriteString("reason", parsed.GetRequiredValue(reason));
                WriteNames(json, parsed.GetValue(limits));
            });
    }

    private static Command CreateScope(IAnsiConsole output, IAnsiConsole error)
    {
        var scope = new Option<string>("--scope")
        {
            Description = "Organization, or user such as acme/alice.",
            Required = true,
        };
        var plan = new Option<string?>("--plan") { Description = "Another plan of the user." };
        var tier = new Option<string?>("--tier") { Description = "Another tier of the organization." };
        return Asking("scope", "Give an organization another tier, or a user another plan, in all of their keys.",
            [scope, plan, tier], HttpMethod.Post, "/admin/scopes", output, error, (parsed, json) =>
            {
                json.WriteString("scope", parsed.GetRequiredValue(scope));
                json.WriteString("plan", parsed.GetValue(plan));
                json.WriteString("tier", parsed.GetValue(tier));
            });
    }

    private static Command CreateOverage(IAnsiConsole output, IAnsiConsole error)
    {
        var scope = new Option<string>("--scope")
        {
            Description = "Organization or user whose overage it is.",
            Required = true,
        };
        var enabled = new Option<bool?>("--enabled") { Description = "Whether it may pay for more: true or false." };
        var daily = Dollars("--daily", "Own cap of a day; default: as the terms say; 0 blocks. With --enabled.");
        var monthly = Dollars("--monthly", "Own cap of a month; default: as the terms say; 0 blocks. With --enabled.");
        var bought = Dollars("--buy", "Credit to add; less than nothing takes some back. With --id.");
        var id = new Option<string?>("--id") { Description = "Names the purchase: made once." };
        return Asking("overage", "Let a scope pay beyond its plan or not, cap it, and add credit, in dollars.",
            [scope, enabled, daily, monthly, bought, id], HttpMethod.Post, "/admin/overage", output, error,
            (parsed, json) =>
            {
                json.WriteString("scope", parsed.GetRequiredValue(scope));
                if (parsed.GetValue(enabled) is { } isEnabled)
                    json.WriteBoolean("enabled", isEnabled);
                foreach (var (name, option) in new[] { ("daily", daily), ("monthly", monthly), ("buy", bought) })
                {
                    if (parsed.GetValue(option) is { } dollars)
                        json.WriteString(name, (dollars * 100).ToString(CultureInfo.InvariantCulture));
                }

                if (parsed.GetValue(id) is { } named)
                    json.WriteString("id", named);
            });
    }

    private static Option<decimal?> Dollars(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var dollars)
                && Math.Abs(dollars) <= MostDollars)
            {
                return dollars;
            }

            result.AddError($"{name}: found '{text}'; expected dollars such as 20.50.");
            return null;
        },
    };

    private static Command CreateReload(IAnsiConsole output, IAnsiConsole error)
    {
        var gateway = new OperatorConnection(isRequired: true);
        var command = new Command("reload", "Put the gateway's configuration in force as it is in its files now.");
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            if (await gateway.Ask(parsed, HttpMethod.Post, "/admin/reload", null, error, stop) is not { } answer)
                return ExitCode.InvalidInput;
            output.Lines.WriteLine(answer.GetProperty("result").GetString());
            foreach (var name in answer.GetProperty("needs_restart").EnumerateArray())
                output.Lines.WriteLine($"takes a restart, and is as before until then: {name.GetString()}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateAudit(IAnsiConsole output, IAnsiConsole error)
    {
        var gateway = new OperatorConnection(isRequired: true);
        var since = InstantOption.Create("From this instant on; default: from the first line that is kept.", "--since");
        var command = new Command("audit", "Print who changed or tried to change what, one line of JSON each.")
        {
            since,
        };
        foreach (var option in gateway.All)
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            var from = parsed.GetValue(since) is { } instant ? $"&since={InstantText.Of(instant)}" : "";
            var after = "0";
            while (true)
            {
                var route = $"/admin/audit?limit=1000&after={after}{from}";
                if (await gateway.Ask(parsed, HttpMethod.Get, route, null, error, stop) is not { } page)
                    return ExitCode.InvalidInput;
                foreach (var entry in page.GetProperty("entries").EnumerateArray())
                    output.Lines.WriteLine(entry.GetRawText());
                after = page.GetProperty("next").GetRawText();
                if (!page.GetProperty("has_more").GetBoolean())
                    return ExitCode.Ok;
            }
        });
        return command;
    }

    /// <summary>A verb that asks one thing and prints what came of it.</summary>
    private static Command Asking(
        string name,
        string does,
        Option[] options,
        HttpMethod method,
        string route,
        IAnsiConsole output,
        IAnsiConsole error,
        Action<ParseResult, Utf8JsonWriter> write)
    {
        var gateway = new OperatorConnection(isRequired: true);
        var asJson = new Option<bool>("--json") { Description = "Print the gateway's answer as JSON." };
        var command = new Command(name, does);
        foreach (var option in options.Concat(gateway.All).Append(asJson))
            command.Add(option);
        command.SetAction(async (parsed, stop) =>
        {
            if (await gateway.Ask(
                parsed, method, route, json => write(parsed, json), error, stop) is not { } answer)
            {
                return ExitCode.InvalidInput;
            }

            output.Lines.WriteLine(parsed.GetValue(asJson)
                ? JsonText.Readably(answer)
                : answer.GetProperty("result").GetString());
            return ExitCode.Ok;
        });
        return command;
    }

    private static void WriteNames(Utf8JsonWriter json, string[]? names)
    {
        json.WriteStartArray("limits");
        foreach (var name in names ?? [])
            json.WriteStringValue(name);
        json.WriteEndArray();
    }
}
