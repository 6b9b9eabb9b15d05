using System.Collections.Immutable;
using Plimsoll.Evidence;
using static Plimsoll.Planning.Wording;

namespace Plimsoll.Planning;

/// <summary>Whether the supply backs the promises. Numbered and append-only.</summary>
public enum Backing
{
    /// <summary>From the day of the change on.</summary>
    Backed = 1,

    /// <summary>Not on the day itself, but by the end of the ramp.</summary>
    BackedOnceRamped = 2,

    /// <summary>Not even at the end of the ramp.</summary>
    NotBacked = 3,

    /// <summary>On the day of the change, but no longer at the end of the ramp.</summary>
    BackedUntilOutgrown = 4,
}

/// <summary>A plan's answer in words.</summary>
/// <param name="Backing">The answer.</param>
/// <param name="NeedsNewSites">Whether the promises would fail without the sites that come into service.</param>
/// <param name="Sentences">The answer with its reasons, first the answer.</param>
public sealed record Verdict(Backing Backing, bool NeedsNewSites, ImmutableArray<string> Sentences)
{
    /// <summary>Writes the verdict.</summary>
    public static Verdict Of(PlanReport report, Sensitivity sensitivity)
    {
        var after = report.Outlooks.First(o => o.Kind == OutlookKind.After);
        var ramped = report.Outlooks.First(o => o.Kind == OutlookKind.Ramped);
        var without = report.Outlooks.FirstOrDefault(o => o.Kind == OutlookKind.Without);
        var backing = (after.Firm >= 1, ramped.Firm >= 1) switch
        {
            (true, true) => Backing.Backed,
            (false, true) => Backing.BackedOnceRamped,
            (true, false) => Backing.BackedUntilOutgrown,
            _ => Backing.NotBacked,
        };
        var needed = without is { Firm: < 1 };
        var sentences = new List<string> { Answer(backing, after, ramped) };
        sentences.AddRange(Unservable(report));
        if (without is not null)
            sentences.Add(Without(report, without, ramped));
        sentences.AddRange(AboveTheirLines(report));
        sentences.AddRange(ConditionSentences.Of(report));
        sentences.Add(
            "Where sources disagree, every disputed input at its worse end gives "
            + $"{Percent(sensitivity.Worse.Under(Condition.Storm))} of the required load, at its better end "
            + $"{Percent(sensitivity.Better.Under(Condition.Storm))}.");
        sentences.AddRange(Tips(sensitivity));
        sentences.Add(Assumptions(sensitivity));
        return new Verdict(backing, needed, [.. sentences]);
    }

    private static string Answer(Backing backing, FleetOutlook after, FleetOutlook ramped)
    {
        var figures = $"{Percent(after.Firm)} of the required load served on {Day(after.At)}"
            + (ramped.At == after.At ? "" : $", {Percent(ramped.Firm)} on {Day(ramped.At)}");
        return backing switch
        {
            Backing.Backed => $"The supply backs the promises: {figures}.",
            Backing.BackedOnceRamped =>
                $"The supply backs the promises only once its ramp is complete, not on the day they take effect: "
                    + $"{figures}.",
            Backing.BackedUntilOutgrown =>
                $"The supply backs the promises on the day they take effect, but no longer when its ramp is complete: "
                    + $"{figures}.",
            _ => $"The supply does not back the promises: {figures}.",
        };
    }

    private static IEnumerable<string> Unservable(PlanReport report)
    {
        var classes = report.Model.Classes;
        for (var c = 0; c < classes.Length && !report.Pools.IsEmpty; c++)
        {
            var yields = report.Pools.Select(p => p.Yields[c]).ToArray();
            if (report.OutputLoad.Where((_, i) => i % classes.Length == c).Sum() > 0
                && Array.TrueForAll(yields, y => y.Point is null))
                yield return $"No accelerator can serve {classes[c].Title}; on {report.Pools[0].Kind} it "
                    + $"{yields[0].Obstacle}.";
        }
    }

    private static string Without(PlanReport report, FleetOutlook without, FleetOutlook ramped)
    {
        var sites = string.Join(", ", report.NewSites);
        var stand = report.Changes.Count(c => c.Without?.Bears(c.Dial.AfterMultiple) == true);
        return without.Firm >= 1
            ? $"They would hold without {sites} as well: {Percent(without.Firm)} on {Day(without.At)}."
            : $"Without {sites} they would fail: {Percent(without.Firm)} on {Day(without.At)}, against "
                + $"{Percent(ramped.Firm)} with it"
                + (report.Changes.IsEmpty ? "." : $"; {Whole(stand)} of {Whole(report.Changes.Length)} changes would "
                    + "fit under their load lines.");
    }

    private static IEnumerable<string> AboveTheirLines(PlanReport report)
    {
        var over = report.Changes.Where(c => !c.Ramped.Bears(c.Dial.AfterMultiple)).Select(c => c.Dial.Title).ToArray();
        if (over.Length > 0 && over.Length < report.Changes.Length)
            yield return $"Above their load line even when ramped: {string.Join("; ", over)}.";
    }

    private static string Assumptions(Sensitivity sensitivity)
    {
        var strongest = sensitivity.Effects.Where(e => e.Input.Provenance.Kind == EvidenceKind.Assumed).Take(3)
            .Select(e => e.Input.Path).ToArray();
        if (sensitivity.Effects.IsEmpty)
            return "No single input moves this figure, so that none of it can be said to rest on assumed inputs.";
        var most = strongest.Length > 0 ? $", most of all {string.Join(", ", strongest)}" : "";
        return $"{Percent(sensitivity.AssumedShare)} of this answer rests on assumed inputs{most}.";
    }

    /// <summary>Which single inputs turn the answer, and whether sources go that far.</summary>
    private static IEnumerable<string> Tips(Sensitivity sensitivity)
    {
        var turn = sensitivity.Margin >= 1 ? "break" : "mend";
        var within = sensitivity.Tips.Where(tip => tip.Input.HasRange && tip.IsWithinRange).ToArray();
        if (sensitivity.Tips.IsEmpty)
            yield return $"No single assumption would {turn} it within its range or a factor of two.";
        else
        {
            yield return $"The single assumptions nearest to {turn}ing it: "
                + $"{string.Join(", ", sensitivity.Tips.Take(3).Select(Text))}; "
                + (within.Length == 0 ? "none does within the range of its own sources."
                    : $"within the range of their own sources {string.Join(", ", within.Take(3).Select(Text))}.");
        }

        if (sensitivity.Tornado is [{ Swing: > 0 } widest, ..])
        {
            yield return $"Of what is disputed {widest.Input.Path} moves it most: {Percent(widest.AtLow)} at its low "
                + $"end, {Percent(widest.AtHigh)} at its high end.";
        }

        static string Text(TippingPoint tip) =>
            $"{tip.Input.Path} ({SignedPercent(tip.Change)})";
    }
}
