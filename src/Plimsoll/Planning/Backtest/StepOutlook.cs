using System.Collections.Immutable;
using Plimsoll.Evidence;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Backtest;

/// <summary>Served over required under each condition, at the tightest hour: 1 just serves it.</summary>
/// <param name="Normal">Mean demand, everything in service.</param>
/// <param name="Peak">Demand at the criterion's percentile, everything in service.</param>
/// <param name="Storm">The criterion: Peak with the outages that it names.</param>
public sealed record ConditionMargins(double Normal, double Peak, double Storm);

/// <summary>What a fleet makes of a change of limits at one instant.</summary>
/// <param name="At">Instant of fleet and demand.</param>
/// <param name="Demand">Demand over that of the scenario's date.</param>
/// <param name="Before">Margins of the policy before the change.</param>
/// <param name="After">Margins with the change.</param>
/// <param name="BeforeAlone">Before, without the new sites; null: none of them is in service.</param>
/// <param name="AfterAlone">With the change, without the new sites; null: none of them is in service.</param>
public sealed record StepMoment(
    Instant At,
    double Demand,
    ConditionMargins Before,
    ConditionMargins After,
    ConditionMargins? BeforeAlone,
    ConditionMargins? AfterAlone);

/// <summary>What a change does to the mean load on its day, in the busiest hours before and after it.</summary>
/// <param name="Hour">Hour of the week with most output tokens after it; 0 is Monday 00:00 UTC.</param>
/// <param name="OutputBefore">Output tokens per second in the busiest hour before.</param>
/// <param name="OutputAfter">Output tokens per second in the busiest hour after.</param>
/// <param name="CreditsBefore">Credits per second in the busiest hour before, weighed as plans weigh tokens.</param>
/// <param name="CreditsAfter">Credits per second in the busiest hour after.</param>
/// <param name="WeekShare">Output tokens of the whole week after over before, less one.</param>
public sealed record AddedLoad(
    int Hour, double OutputBefore, double OutputAfter, double CreditsBefore, double CreditsAfter, double WeekShare);

/// <summary>One change of limits held against supply and demand.</summary>
public sealed record StepOutlook
{
    /// <summary>Date and change; unique and stable.</summary>
    public required string Key { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Title { get; init; }

    /// <summary>Whether it is all that changed that day.</summary>
    public required bool IsWholeDay { get; init; }

    /// <summary>On the day it takes effect.</summary>
    public required StepMoment Day { get; init; }

    /// <summary>At the end of the ramp; the day itself for changes outside of the dates compared.</summary>
    public required StepMoment Ramped { get; init; }

    /// <summary>What it adds.</summary>
    public required AddedLoad Added { get; init; }

    /// <summary>Its load line at the end of the ramp; null where it turns several limits.</summary>
    public required LoadLine? Line { get; init; }

    /// <summary>First day from its own on at which Storm does not hold; null: none within two years.</summary>
    public required Instant? OutgrownAt { get; init; }

    /// <summary>Day of the next change of limits; null: none follows.</summary>
    public required Instant? NextChangeAt { get; init; }

    /// <summary>
    /// Growth per year since the scenario's date at which Storm just holds at the end of the ramp; null: the change is
    /// not later than that date.
    /// </summary>
    public required double? BearableGrowth { get; init; }

    /// <summary>The same as the scenario assumes it.</summary>
    public required double? AssumedGrowth { get; init; }

    /// <summary>What it rests on, for changes from the day compared on; otherwise null.</summary>
    public required StepEvidence? Evidence { get; init; }

    /// <summary>Storm where it is tighter: on the day or at the end of the ramp. The figure that decides.</summary>
    public double Decisive => Math.Min(Day.After.Storm, Ramped.After.Storm);

    /// <summary>Whether the supply backs it.</summary>
    public Backing Backing => (Day.After.Storm >= 1, Ramped.After.Storm >= 1) switch
    {
        (true, true) => Backing.Backed,
        (false, true) => Backing.BackedOnceRamped,
        (true, false) => Backing.BackedUntilOutgrown,
        _ => Backing.NotBacked,
    };

    /// <summary>Whether it holds, and would not without the new sites, on the day or at the end of the ramp.</summary>
    public bool NeedsNewSites =>
        Ramped.After.Storm >= 1 && (Day.AfterAlone is { Storm: < 1 } || Ramped.AfterAlone is { Storm: < 1 });
}

/// <summary>What a verdict rests on.</summary>
/// <param name="Shares">Each evidence kind's share, kinds in order; they add up to 1.</param>
/// <param name="Flips">Single inputs that would turn the verdict, the nearest first.</param>
public sealed record StepEvidence(
    ImmutableArray<(EvidenceKind Kind, double Share)> Shares, ImmutableArray<Flip> Flips)
{
    /// <summary>Share that rests on assumed inputs, 0 to 1.</summary>
    public double AssumedShare => Shares.Where(s => s.Kind == EvidenceKind.Assumed).Sum(s => s.Share);
}

/// <summary>An input that alone turns a verdict.</summary>
/// <param name="Input">The input.</param>
/// <param name="Value">The value at which it turns, in the input's unit.</param>
/// <param name="Distance">How far that is on the way to the end of what is looked at, above 0 to 1.</param>
public sealed record Flip(InputRecord Input, double Value, double Distance);
