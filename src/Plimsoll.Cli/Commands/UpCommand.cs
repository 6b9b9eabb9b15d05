using System.CommandLine;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Plimsoll.Cli.Reports;
using Plimsoll.Gateway;
using Plimsoll.Gateway.Emulation;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Planning;
using Plimsoll.Scenarios;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary>
/// <c>plimsoll up</c>: the whole house on one machine. Plans the scenario, prints the promises, and enforces them in
/// front of an emulated fleet until it is stopped.
/// </summary>
internal static class UpCommand
{
    private const string AnyPort = "http://127.0.0.1:0";

    public static Command Create(IAnsiConsole output, IAnsiConsole error)
    {
        var scenario = ScenarioArgument.Create();
        var urls = new Option<string>("--urls")
        {
            Description = "Where the gateway listens.",
            DefaultValueFactory = _ => "http://127.0.0.1:8080",
        };
        var command = new Command("up", "Plan the scenario and enforce its promises in front of an emulated fleet.")
        {
            scenario, urls,
        };
        command.SetAction(async (parsed, stop) =>
        {
            if (ScenarioArgument.Load(parsed.GetRequiredValue(scenario), error) is not { } document)
                return ExitCode.InvalidInput;
            if (EmulateCommand.Compose(document, accelerator: null, replicas: 1, error) is not { } spec)
                return ExitCode.InvalidInput;
            return await Run(document, spec, parsed.GetRequiredValue(urls), (output, error), stop);
        });
        return command;
    }

    private static async Task<int> Run(
        ScenarioDocument document,
        EmulatedFleetSpec spec,
        string urls,
        (IAnsiConsole Output, IAnsiConsole Error) consoles,
        CancellationToken stop)
    {
        var study = PlanCommand.Study(document);
        PlanTables.Write(study, consoles.Output);

        using var fleet = new EmulatedFleet(spec, TimeProvider.System);
        await using var upstream = EmulatedFleetEndpoints.Serve(fleet, AnyPort);
        if (!await Listening.Start(upstream, AnyPort, consoles.Error, stop))
            return ExitCode.InvalidInput;

        var (holder, demo) = DemoKey(study.Report);
        await using var gateway = GatewayServer.Build(
            new GatewayOptions
            {
                Timeline = study.Report.Model.Timeline,
                Keys = holder,
                Upstreams = [new UpstreamOptions(new Uri(upstream.Urls.First()), SpokenDialects.Both)],
                PolicyAt = study.Report.Model.Compare.After,
                Url = urls,
            },
            TimeProvider.System,
            logging => Listening.Log(logging).SetMinimumLevel(LogLevel.Warning));
        if (!await Listening.Start(gateway, urls, consoles.Error, stop))
            return ExitCode.InvalidInput;

        Invite(consoles.Output.Profile.Out.Writer, study.Report, holder, demo, gateway.Urls.First());
        await gateway.WaitForShutdownAsync(stop);
        await upstream.StopAsync(CancellationToken.None);
        consoles.Output.Profile.Out.Writer.WriteLine("Stopped.");
        return ExitCode.Ok;
    }

    /// <summary>A key on the plan that most users with a changed limit have, and of their product.</summary>
    private static (KeyRing Ring, string Key) DemoKey(PlanReport report)
    {
        var allowances = report.After.Allowances;
        var population = report.Model.Populations
            .OrderByDescending(p => allowances.Any(a => a.When is null && a.Covers(p.Plan, p.Product)))
            .ThenByDescending(p => p.Users)
            .FirstOrDefault();
        return population is null
            ? KeyRing.Empty.Add("demo", null, report.After.Tiers.Keys.Order().First(), "api", Now())
            : KeyRing.Empty.Add("demo", population.Plan, null, population.Product, Now());

        static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();
    }

    private static void Invite(TextWriter output, PlanReport report, KeyRing ring, string key, string url)
    {
        var entry = ring.Keys[0];
        var model = report.Model.Classes.Select(c => c.Name).First();
        var entitled = entry.Plan is { } plan ? $"plan {plan}, {entry.Product}" : $"tier {entry.Tier}";
        output.WriteLine();
        output.WriteLine($"The gateway enforces the policy of {Figures.Day(report.Model.Compare.After)} on {url},");
        output.WriteLine("in front of an emulated fleet that answers at the pace of the engine model.");
        output.WriteLine();
        output.WriteLine($"Demo key ({entitled}): {key}");
        output.WriteLine("Ask something, then see what is left:");
        output.WriteLine();
        output.WriteLine($"  curl -i {url}/v1/messages -H 'x-api-key: {key}' -H 'anthropic-version: 2023-06-01' "
            + "-H 'content-type: application/json' "
            + $"-d '{{\"model\":\"{model}\",\"max_tokens\":64,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'");
        output.WriteLine($"  curl {url}/usage -H 'x-api-key: {key}'");
        output.WriteLine();
        output.WriteLine("Ctrl-C stops it.");
    }
}
