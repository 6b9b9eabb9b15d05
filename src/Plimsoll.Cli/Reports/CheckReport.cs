using Plimsoll.Cli.Serving;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Scenarios;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>What <c>check --json</c> tells, of what is valid and of what is not.</summary>
internal static class CheckReport
{
    private const string Format = "plimsoll.check/1";

    /// <summary>Of a gateway's configuration: all that it would find, but for addresses that are taken.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int OfGateway(string file, IAnsiConsole output)
    {
        var read = new GatewaySource(new ServeSettings { Config = file }).Read();
        var errors = read is ConfigurationReading.Invalid invalid ? invalid.Errors : [];
        var options = (read as ConfigurationReading.Valid)?.Options;
        output.Lines.WriteLine(JsonText.Write(Format, new
        {
            kind = "gateway",
            file,
            valid = errors.IsEmpty,
            errors,
            upstreams = options?.Upstreams.Length,
            keys = options?.Keys.Keys.Length,
            policyVersions = options?.Timeline.Versions.Length,
        }));
        return errors.IsEmpty ? ExitCode.Ok : ExitCode.InvalidInput;
    }

    /// <summary>Of a scenario.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int OfScenario(string given, IAnsiConsole output)
    {
        var result = ScenarioFile.Load(ScenarioArgument.Resolve(given));
        var errors = result is LoadResult.Rejected rejected ? rejected.Diagnostics : [];
        var document = (result as LoadResult.Loaded)?.Document;
        output.Lines.WriteLine(JsonText.Write(Format, new
        {
            kind = "scenario",
            file = given,
            valid = errors.Count == 0,
            errors = errors.Select(diagnostic => diagnostic.ToString()),
            sites = document?.Spec.Sites.Count,
            plans = document?.Spec.Plans.Count,
            tiers = document?.Spec.Tiers.Count,
            changes = document?.Spec.Changes.Count,
            inputs = document?.Inputs.Count,
        }));
        return errors.Count == 0 ? ExitCode.Ok : ExitCode.InvalidInput;
    }
}
