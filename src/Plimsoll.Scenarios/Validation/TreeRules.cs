using Plimsoll.Limits;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Validation;

/// <summary>What has to hold across the whole scenario.</summary>
internal static class TreeRules
{
    private static readonly string[] Rates = ["requests", "input", "output"];

    private static readonly string[] Days = ["effective", "until"];

    /// <summary>Keys of a change that restate amounts of windows.</summary>
    public static readonly IReadOnlyList<string> Amounts = ["plans", "tier-limits", "limits"];

    public static void Check(MappingNode root, BindRun run)
    {
        References.Check(root, run);
        LimitNames.Check(root, run);
        CandidateRules.Check(root, run);
        OneClassPerModel(root, run);
        CompleteTiers(root, run);
        KnownZones(root, run);
        LiftsOfEarlierChanges(root, run);
        OneWordOnWindowsInProgress(root, run);
    }

    private static void OneClassPerModel(MappingNode root, BindRun run)
    {
        var first = new Dictionary<string, Match>();
        foreach (var match in TreeQuery.Select(root, "classes.*.models.*"))
        {
            if (match.Node is ScalarNode model && !first.TryAdd(model.Text, match))
            {
                run.Report(match.Node.Place, match.Path,
                    $"the model '{model.Text}' already belongs to {first[model.Text].Path} "
                    + $"({first[model.Text].Node.Place}); name it once");
            }
        }
    }

    /// <summary>A change may leave rates as they are, but somebody has to have stated all three before.</summary>
    private static void CompleteTiers(MappingNode root, BindRun run)
    {
        foreach (var match in TreeQuery.Select(root, "tiers.*.*"))
            Complete(match, "a tier states", run);
        foreach (var tier in TreeQuery.Select(root, "changes.*.tiers.*"))
        {
            foreach (var limits in TreeQuery.Select(tier.Node, "*"))
            {
                if (root.Child("tiers")?.Child(tier.Key)?.Child(limits.Key) is null)
                    Complete(limits with { Path = BindRun.Join(tier.Path, limits.Path) },
                        "a class that is new to its tier states", run);
            }
        }
    }

    private static void Complete(Match match, string who, BindRun run)
    {
        if (match.Node is not MappingNode limits)
            return;
        foreach (var rate in Rates.Except(limits.Keys))
            run.Report(limits.Place, match.Path, $"the key '{rate}' is missing: {who} {string.Join(", ", Rates)}");
    }

    private static void KnownZones(MappingNode root, BindRun run)
    {
        foreach (var match in TreeQuery.Select(root, "demand.regions.*.*"))
        {
            if (ZoneNames.Problem(match.Key) is { } problem)
                run.Report(match.KeyPlace, match.Path, problem);
        }
    }

    private static void LiftsOfEarlierChanges(MappingNode root, BindRun run)
    {
        foreach (var match in TreeQuery.Select(root, "changes.*"))
        {
            var effective = (match.Node.Child("effective") as ScalarNode)?.Text;
            foreach (var lift in TreeQuery.Select(match.Node, "lifts.*.change"))
            {
                var lifted = root.Child("changes")!.Child((lift.Node as ScalarNode)?.Text ?? "");
                if (lifted?.Child("effective") is ScalarNode before
                    && string.CompareOrdinal(before.Text, effective) >= 0)
                {
                    run.Report(lift.Node.Place, BindRun.Join(match.Path, lift.Path), $"found {lift.Node.Found}, "
                        + $"which takes effect on {before.Text}; only an earlier change can be lifted");
                }
            }
        }
    }

    /// <summary>A version of the policy treats all windows in progress alike, so its changes have to agree.</summary>
    private static void OneWordOnWindowsInProgress(MappingNode root, BindRun run)
    {
        var first = new Dictionary<string, (string Path, string Choice)>();
        foreach (var match in TreeQuery.Select(root, "changes.*"))
        {
            var stated = match.Node.Child("in-progress") as ScalarNode;
            if (!Amounts.Any(key => match.Node.Child(key) is not null))
                continue;
            var choice = stated?.Text ?? KebabCase.Of($"{InProgress.KeepUsed}");
            foreach (var day in Days.Select(match.Node.Child).OfType<ScalarNode>())
            {
                if (first.TryAdd(day.Text, (match.Path, choice)) || first[day.Text].Choice == choice)
                    continue;
                run.Report((stated ?? match.Node).Place, BindRun.Join(match.Path, "in-progress"),
                    $"on {day.Text} this change means '{choice}' and {first[day.Text].Path} "
                    + $"'{first[day.Text].Choice}'; changes that come or end on one day have to say the same");
            }
        }
    }
}
