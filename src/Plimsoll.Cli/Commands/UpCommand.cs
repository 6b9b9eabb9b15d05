using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Cli.Serving;
using Plimsoll.Gateway;
using Plimsoll.Gateway.Emulation;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Planning;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
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
        var urls = Listening.UrlsOption("Where the gateway listens.", "http://127.0.0.1:8080");
        var (store, footprint) = (ServeOptions.StoreOption(), ServeOptions.FootprintOption());
        var gateways = NumberOption.Whole(
            "--gateways", "Gateways that share the store, each on the next port; 1 to 16.", 1, 16, 1);
        var command = new Command("up", "Plan the scenario and enforce its promises in front of an emulated fleet.")
        {
            scenario, urls, store, gateways, footprint,
        };
        command.SetServing(async (parsed, stop) =>
        {
            if (ScenarioArgument.Load(parsed.GetRequiredValue(scenario), error) is not { } document)
                return ExitCode.InvalidInput;
            if (EmulateCommand.Compose(document, accelerator: null, replicas: 1, error) is not { } spec)
                return ExitCode.InvalidInput;
            return await Run(
                document,
                spec,
                (parsed.GetRequiredValue(urls), parsed.GetValue(store), parsed.GetValue(gateways) ?? 1,
                    parsed.GetValue(footprint)),
                output,
                error,
                stop);
        });
        return command;
    }

    private static async Task<int> Run(
        ScenarioDocument document,
        EmulatedFleetSpec spec,
        (string Urls, string? Store, int Gateways, bool TellsFootprint) at,
        IAnsiConsole output,
        IAnsiConsole error,
        CancellationToken stop)
    {
        var model = ServiceModelCompiler.Compile(document.Spec);
        var (ring, demo) = DemoKey(model);
        using var fleet = new EmulatedFleet(spec, TimeProvider.System);
        await using var upstream = EmulatedFleetEndpoints.Serve(fleet, AnyPort, Listening.Log);
        if (!await Listening.Start(upstream, AnyPort, error, stop))
            return ExitCode.InvalidInput;

        var options = new GatewayOptions
        {
            Timeline = model.Timeline,
            Keys = ring,
            Upstreams = [new UpstreamOptions(new Uri(upstream.Urls.First()), SpokenDialects.All)],
            PolicyAt = model.Compare.After,
            Url = at.Urls,
            Drain = TimeSpan.Zero,
            Footprint = at.TellsFootprint ? RequestRates.Of(document, document.Spec.Compare.After) : null,
            Storage = at is { Store: { } place, Gateways: 1 } && !StoreCompiler.IsUrl(place)
                ? StoreCompiler.Of(place) : null,
        };
        var (others, code) = await OtherGateways.Start(options, at.Store, at.Gateways, error, stop);
        if (others is null)
            return code;
        await using var sharing = others;
        options = others.First;
        await using var gateway = ServeCommand.Build(options, error, Listening.Log);
        if (gateway is null || !await Listening.Start(gateway, at.Urls, error, stop))
            return ExitCode.InvalidInput;

        PlanTables.Write(PlanCommand.Study(document), output);
        Invite(output.Lines, model, ring.Keys[0], demo, Listening.Reachable(gateway.Urls.First()));
        others.Tell(output.Lines);
        output.Lines.WriteLine();
        output.Lines.WriteLine("Ctrl-C stops it.");
        await Listening.Until(stop);

        // The gateway first: it tells every client in flight that it stops, and the fleet is left without load.
        await gateway.StopAsync(CancellationToken.None);
        await others.Stop();
        fleet.Dispose();
        await upstream.StopAsync(CancellationToken.None);
        output.Lines.WriteLine("Stopped.");
        return ExitCode.Ok;
    }

    /// <summary>A key on the plan that most users with a changed limit have, and of their product.</summary>
    private static (KeyRing Ring, string Key) DemoKey(ServiceModel model)
    {
        var policy = model.Timeline.At(model.Compare.After);
        var population = model.Populations
            .OrderByDescending(p => policy.Allowances.Any(a => a.When is null && a.Covers(p.Plan, p.Product)))
            .ThenByDescending(p => p.Users)
            .FirstOrDefault();
        var now = TimeProvider.System.GetUtcNow();
        return population is null
            ? KeyRing.Empty.Add("demo", null, policy.Tiers.Keys.Order(StringComparer.Ordinal).First(), "api", now)
            : KeyRing.Empty.Add("demo", population.Plan, null, population.Product, now);
    }

    private static void Invite(TextWriter lines, ServiceModel model, GatewayKey entry, string key, string url)
    {
        var name = model.Classes[0].Name;
        var entitled = entry.Plan is { } plan ? $"plan {plan}, {entry.Product}" : $"tier {entry.Tier}";
        lines.WriteLine();
        lines.WriteLine($"The gateway enforces the policy of {Figures.Day(model.Compare.After)} on {url},");
        lines.WriteLine("in front of an emulated fleet that answers at the pace of the engine model.");
        lines.WriteLine();
        lines.WriteLine($"Demo key ({entitled}): {key}");
        lines.WriteLine("Ask something, then see what is left:");
        lines.WriteLine();
        lines.WriteLine($"  curl -i {url}/v1/messages -H 'x-api-key: {key}' -H 'anthropic-version: 2023-06-01' "
            + "-H 'content-type: application/json' "
            + $"-d '{{\"model\":\"{name}\",\"max_tokens\":64,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'");
        lines.WriteLine($"  curl {url}/usage -H 'x-api-key: {key}'");
    }
}
