using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Backtest;

/// <summary>What a backtest found of one change, in words.</summary>
public static class StepSentences
{
    /// <summary>Writes the verdict on a change, the answer first.</summary>
    /// <param name="step">The change.</param>
    /// <param name="newSites">Sites that come into service between the dates compared.</param>
    public static ImmutableArray<string> Of(StepOutlook step, ImmutableArray<string> newSites)
    {
        var sites = string.Join(", ", newSites);
        return [.. new[] { Answer(step), Spared(step), Alone(step, sites), Short(step), Later(step), Turned(step) }
            .OfType<string>()];
    }

    private static string Answer(StepOutlook step)
    {
        var figures = $"{Percent(step.Day.After.Storm)} of the required load served on {Day(step.Day.At)}"
            + (step.Ramped.At == step.Day.At ? "" : $", {Percent(step.Ramped.After.Storm)} on {Day(step.Ramped.At)}");
        return step.Backing switch
        {
            Backing.Backed => $"The supply backs it: {figures}.",
            Backing.BackedOnceRamped => $"The supply backs it only once its ramp is complete: {figures}.",
            Backing.BackedUntilOutgrown =>
                $"The supply backs it on its day, but no longer when its ramp is complete: {figures}.",
            _ => $"The supply does not back it: {figures}.",
        };
    }

    /// <summary>A change that takes load off is not needed as long as the limits before hold.</summary>
    private static string? Spared(StepOutlook step) =>
        step.Day.Before.Storm < 1 || step.Day.After.Storm <= step.Day.Before.Storm ? null
            : "It takes load off, but the limits before it held on that day as well: "
                + $"{Percent(step.Day.Before.Storm)}.";

    private static string? Alone(StepOutlook step, string sites)
    {
        if (step.Ramped.After.Storm < 1 || step.Ramped is not { AfterAlone: { } after, BeforeAlone: { } before })
            return null;
        if (!step.NeedsNewSites)
            return $"It would hold without {sites} as well: {Percent(after.Storm)} on {Day(step.Ramped.At)}.";
        var failing = after.Storm < 1 ? (Margin: after.Storm, step.Ramped.At)
            : (Margin: step.Day.AfterAlone!.Storm, step.Day.At);
        return $"Without {sites} it would fail: {Percent(failing.Margin)} on {Day(failing.At)}"
            + (before.Storm < 1 ? $", and so would the limits before it, outgrown: {Percent(before.Storm)}." : ".");
    }

    private static string? Short(StepOutlook step)
    {
        if (step.Ramped.After.Storm >= 1 || step.Ramped.After.Storm <= 0)
            return null;
        var before = step.Ramped.Before.Storm < 1
            ? $"Nor did it back the limits before: {Percent(step.Ramped.Before.Storm)}. " : "";
        var fleet = $"{before}It would with {Multiple(1 / step.Ramped.After.Storm)} times the fleet";
        return step is { BearableGrowth: { } bearable, AssumedGrowth: { } assumed }
            ? $"{fleet}, or with demand that had grown ×{Multiple(bearable)} a year instead of ×{Multiple(assumed)}."
            : fleet + ".";
    }

    private static string? Later(StepOutlook step)
    {
        if (step.Day.After.Storm < 1)
            return null;
        if (step.OutgrownAt is not { } outgrown)
            return "The growth assumed does not outgrow it within two years.";
        if (step.NextChangeAt is { } next && outgrown < next && step.IsWholeDay)
        {
            var days = (next - outgrown).Nanoseconds / Duration.FromDays(1).Nanoseconds;
            return $"Right when it was made, wrong from {Day(outgrown)} on, {Whole(days)} days before limits changed "
                + $"again on {Day(next)}, if demand grew as assumed and no supply came that is not in the scenario.";
        }

        return $"At the growth assumed it would be outgrown on {Day(outgrown)}.";
    }

    private static string? Turned(StepOutlook step)
    {
        if (step.Evidence is not { } evidence)
            return null;
        var rests = $"{Percent(evidence.AssumedShare)} of this rests on assumed inputs; ";
        if (evidence.Flips.IsEmpty)
            return rests + "none of them alone would turn it.";
        var nearest = evidence.Flips[0];
        return rests + $"the nearest that alone would turn it is {nearest.Input.Path}: {Value(nearest.Value, nearest)} "
            + $"instead of {Value(nearest.Input.Mid, nearest)}.";
    }

    private static string Value(double value, Flip flip)
    {
        var text = value.ToString("G3", CultureInfo.InvariantCulture);
        return flip.Input.Unit.Length == 0 ? text : $"{text} {flip.Input.Unit}";
    }

    private static string Percent(double fraction) =>
        double.IsPositiveInfinity(fraction) ? "all" : Percentage.Of(fraction);

    private static string Multiple(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Day(Instant at) => at.Date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);
}
