using System.CommandLine;
using Plimsoll.Cli.Reports;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli.Commands;

/// <summary><c>plimsoll limits</c>: what a log of limits says, and what it would say under another policy.</summary>
internal static class LimitsCommand
{
    public static Command Create(IAnsiConsole output, IAnsiConsole error) =>
        new("limits", "Replay a log of limits, explain its decisions and show its counters.")
        {
            CreateReplay(output, error),
            CreateExplain(output, error),
            CreateShow(output, error),
            CreateLoad(output, error),
        };

    private static Command CreateReplay(IAnsiConsole output, IAnsiConsole error)
    {
        var log = LogArgument.Create();
        var scenario = ScenarioArgument.CreateOption();
        var at = DateOption.Create("Compare with the policy of this date, in force all the time, as yyyy-MM-dd.");
        var without = new Option<string[]>("--without-change")
        {
            Description = "Compare with the policy without a change. May be repeated.",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Compare with the policy of a scenario with another value: PATH=VALUE. May be repeated.",
        };
        var user = ScopeOption("--user", "Count only what this scope asks, and those beneath it.", isRequired: false);
        var enforced = EnforcedOption();
        var json = JsonOption();
        var command = new Command("replay", "Check a log, and tell what its users would have met under another policy.")
        {
            log, scenario, enforced, at, without, set, user, json,
        };
        command.SetAction(parsed =>
        {
            var other = new OtherPolicy(
                parsed.GetValue(at), parsed.GetValue(without) ?? [], parsed.GetValue(set) ?? []);
            var named = parsed.GetRequiredValue(scenario);
            if (Open(parsed.GetRequiredValue(log), named, parsed.GetValue(enforced), error) is not { } opened)
                return ExitCode.InvalidInput;
            var timeline = other.IsAsked ? other.Load(named, error) : null;
            var only = parsed.GetValue(user);
            if ((other.IsAsked && timeline is null)
                || (only is { } scope && !opened.Knows(scope, "--user", error))
                || opened.Replay(timeline, only, error) is not { } report)
            {
                return ExitCode.InvalidInput;
            }

            if (parsed.GetValue(json))
            {
                var words = other.IsAsked ? other.Words : null;
                output.Lines.WriteLine(LimitReplayJson.Write(report, opened.Scenario, words));
            }
            else
            {
                LimitReplayTables.Write(report, opened.Recorded, opened.Words(other), output);
            }

            return report.Unfaithful.IsEmpty ? ExitCode.Ok : ExitCode.NotSo;
        });
        return command;
    }

    private static Command CreateExplain(IAnsiConsole output, IAnsiConsole error)
    {
        var log = LogArgument.Create();
        var scenario = ScenarioArgument.CreateOption();
        var request = new Option<string>("--request") { Description = "Name of the request.", Required = true };
        var enforced = EnforcedOption();
        var json = JsonOption();
        var command = new Command("explain", "Explain the decision about a request: every limit, before and after.")
        {
            log, scenario, enforced, request, json,
        };
        command.SetAction(parsed =>
        {
            var named = parsed.GetRequiredValue(scenario);
            if (Open(parsed.GetRequiredValue(log), named, parsed.GetValue(enforced), error) is not { } opened
                || opened.Replay(null, null, error) is null)
            {
                return ExitCode.InvalidInput;
            }

            var name = parsed.GetRequiredValue(request);
            var found = LogLookup.Explain(opened.Log, opened.Timeline, name);
            if (found.IsEmpty)
            {
                var names = opened.Log.Lines.Select(line => line.Event).OfType<RequestAsked>().Select(a => a.Request);
                error.Lines.WriteLine(
                    $"--request: {opened.File} has no request '{name}'{NearestName.Hint(name, names.Distinct())}");
                return ExitCode.InvalidInput;
            }

            if (parsed.GetValue(json))
                output.Lines.WriteLine(LimitExplanationJson.Write(found));
            else
                LimitExplanationTables.Write(found, output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateShow(IAnsiConsole output, IAnsiConsole error)
    {
        var log = LogArgument.Create();
        var scenario = ScenarioArgument.CreateOption();
        var scope = ScopeOption("--scope", "The scope, such as acme/alice.", isRequired: true);
        var at = InstantOption.Create("Show them at this instant, after its events. Default: after the last event.");
        var enforced = EnforcedOption();
        var json = JsonOption();
        var command = new Command("show", "Show every limit of a scope and of those above it.")
        {
            log, scenario, enforced, scope, at, json,
        };
        command.SetAction(parsed =>
        {
            var wanted = parsed.GetRequiredValue(scope)!.Value;
            var named = parsed.GetRequiredValue(scenario);
            if (Open(parsed.GetRequiredValue(log), named, parsed.GetValue(enforced), error) is not { } opened
                || !opened.Knows(wanted, "--scope", error)
                || opened.Replay(null, null, error) is null)
            {
                return ExitCode.InvalidInput;
            }

            if (LogLookup.Read(opened.Log, opened.Timeline, wanted, parsed.GetValue(at)) is not { } reading)
            {
                error.Lines.WriteLine($"--at: '{wanted}' is added later than that");
                return ExitCode.InvalidInput;
            }

            if (parsed.GetValue(json))
                output.Lines.WriteLine(LimitStatesJson.Write(reading));
            else
                LimitStatesTables.Write(reading, output);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateLoad(IAnsiConsole output, IAnsiConsole error)
    {
        var log = LogArgument.Create();
        var to = new Argument<string>("out") { Description = "The CSV file to write; .gz compresses it." };
        var scenario = ScenarioArgument.CreateOption();
        var enforced = EnforcedOption();
        var command = new Command("load", "Write what was used by hour, plan and class, for a load to be measured by.")
        {
            log, to, scenario, enforced,
        };
        command.SetAction(parsed =>
        {
            var (file, made) = (parsed.GetRequiredValue(log), parsed.GetRequiredValue(to));
            List<string> wrong = [];
            WrittenFiles.RequireApart([("log", file), ("out", made)], wrong);
            wrong.ForEach(error.Lines.WriteLine);
            if (wrong.Count > 0 || Open(
                file, parsed.GetRequiredValue(scenario), parsed.GetValue(enforced), error) is not { } opened)
                return ExitCode.InvalidInput;
            var (usage, unknown) = RecordedUsage.Of(opened.Log, (at, set) =>
                opened.Timeline.At(at) is var policy
                && (policy.Plans.ContainsKey(set) || policy.Tiers.ContainsKey(set)));
            var exit = WrittenUsage.Write(made, usage, output, error);
            if (exit == ExitCode.Ok && unknown > 0)
                output.Lines.WriteLine($"{unknown} requests are left out: the log does not say what they used.");
            return exit;
        });
        return command;
    }

    private static Option<DateOnly?> EnforcedOption() => DateOption.Create(
        "The policy of this date was enforced all the time, as serve --at does. Default: versions at their dates.",
        "--enforced-at");

    private static Option<bool> JsonOption() => new("--json") { Description = "Print it as JSON." };

    internal static Option<ScopeName?> ScopeOption(string name, string description, bool isRequired) => new(name)
    {
        Description = description,
        Required = isRequired,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (ScopeName.TryParse(text) is { } scope)
                return scope;
            result.AddError($"{name}: found '{text}'; expected {ScopeName.Form}.");
            return null;
        },
    };

    /// <summary>Reads a log and the policy that was enforced; null, with every error printed.</summary>
    private static OpenedLog? Open(string file, string scenario, DateOnly? enforced, IAnsiConsole error)
    {
        var log = LogArgument.Load(file, error);
        var document = ScenarioArgument.Load(scenario, error);
        if (log is null || document is null)
            return null;
        var timeline = PolicyCompiler.Compile(document.Spec);
        return new OpenedLog(
            file, log, document.Name, enforced is { } date ? OtherPolicy.Pinned(timeline, date) : timeline);
    }

    /// <summary>A log and the policy that was enforced.</summary>
    private sealed record OpenedLog(string File, LimitLog Log, string Scenario, PolicyTimeline Timeline)
    {
        /// <summary>Whether the log itself tells which policies were enforced.</summary>
        private bool HasPolicies => Log.Lines.Any(line => line.Event is PolicyAdopted);

        /// <summary>What was enforced, in words.</summary>
        public string Recorded => HasPolicies ? "the policies of the log" : $"the policy of {Scenario}";

        /// <summary>What it is compared with, in words; null: nothing.</summary>
        public string? Words(OtherPolicy other) => !other.IsAsked ? null
            : HasPolicies ? $"that of {Scenario}, {other.Words}"
            : $"the same, {other.Words}";

        /// <summary>Whether the log has a scope, which is said where it has not.</summary>
        public bool Knows(ScopeName scope, string option, IAnsiConsole error)
        {
            var names = Log.Lines.Select(line => line.Event).OfType<ScopeAdded>().Select(a => a.Scope.Text).ToHashSet();
            if (names.Contains(scope.Text))
                return true;
            error.Lines.WriteLine($"{option}: {File} has no scope '{scope}'{NearestName.Hint(scope.Text, names)}; "
                + $"known: {NearestName.List(names)}");
            return false;
        }

        /// <summary>Replays the log; null, with the error printed, where it cannot be.</summary>
        public ReplayReport? Replay(PolicyTimeline? other, ScopeName? only, IAnsiConsole error)
        {
            switch (LimitReplay.Run(Log, Timeline, other, only))
            {
                case ReplayResult.Done done:
                    return done.Report;
                case ReplayResult.Failed failed:
                    LogArgument.Print(File, [failed.Problem], error);
                    return null;
                default:
                    throw new InvalidOperationException("A replay is done or failed.");
            }
        }
    }
}
