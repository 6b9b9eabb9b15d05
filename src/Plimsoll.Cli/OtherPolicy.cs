using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>What a command line changes about the policy of a scenario, to compare with it.</summary>
/// <param name="At">Date whose policy is in force all the time; null: versions take effect at their dates.</param>
/// <param name="WithoutChanges">Changes that are left out, by name.</param>
/// <param name="Settings">Values to replace, as <c>PATH=VALUE</c>.</param>
internal sealed record OtherPolicy(
    DateOnly? At, IReadOnlyList<string> WithoutChanges, IReadOnlyList<string> Settings)
{
    /// <summary>Whether it is another one at all.</summary>
    public bool IsAsked => At is not null || WithoutChanges.Count > 0 || Settings.Count > 0;

    /// <summary>The differences in words, such as <c>as on 5 May 2026</c>.</summary>
    public string Words => string.Join("; ", new[]
    {
        At is { } date ? $"all the time as on {DateOption.Text(date)}" : null,
        WithoutChanges.Count > 0 ? $"without {string.Join(", ", WithoutChanges)}" : null,
        Settings.Count > 0 ? $"with {string.Join(", ", Settings)}" : null,
    }.OfType<string>());

    /// <summary>The other policy; null, with every error printed, where the command line is wrong.</summary>
    public PolicyTimeline? Load(string scenario, IAnsiConsole error)
    {
        var edits = new ScenarioEdits(null, [], Settings);
        if (ScenarioArgument.Accepted(edits.Load(ScenarioArgument.Resolve(scenario)), error) is not { } document)
            return null;
        if (Without(document, WithoutChanges, error) is not { } timeline)
            return null;
        return At is { } date ? Pinned(timeline, date) : timeline;
    }

    /// <summary>The policy of a scenario without some changes; null, with every error printed.</summary>
    public static PolicyTimeline? Without(
        ScenarioDocument document, IReadOnlyList<string> withoutChanges, IAnsiConsole error)
    {
        var changes = document.Spec.Changes;
        var unknown = withoutChanges.Where(name => !changes.ContainsKey(name)).ToList();
        foreach (var name in unknown)
        {
            error.Lines.WriteLine($"--without-change: there is no change '{name}'"
                + $"{NearestName.Hint(name, changes.Keys)}; known: {NearestName.List([.. changes.Keys])}");
        }

        return unknown.Count > 0 ? null : PolicyCompiler.Compile(document.Spec with
        {
            Changes = changes.Where(change => !withoutChanges.Contains(change.Key)).ToDictionary(),
        });
    }

    /// <summary>A policy whose version of one date is in force all the time.</summary>
    public static PolicyTimeline Pinned(PolicyTimeline timeline, DateOnly date) =>
        new([timeline.At(Instant.FromDate(date)) with { EffectiveFrom = default }]);
}
