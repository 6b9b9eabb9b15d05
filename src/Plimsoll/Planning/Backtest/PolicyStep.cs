using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Backtest;

/// <summary>A change of the policy by itself: the policy before it, and that policy with this change only.</summary>
/// <param name="Key">Date and change, for a tier with its class: unique and stable.</param>
/// <param name="Title">What it is, for people.</param>
/// <param name="At">First instant in force.</param>
/// <param name="Before">The policy before.</param>
/// <param name="After">The policy before with this change, and no other of the same day.</param>
/// <param name="Limits">The limits that it turns.</param>
/// <param name="IsWholeDay">Whether it is all that changed that day.</param>
internal sealed record PolicyStep(
    string Key,
    string Title,
    Instant At,
    Policy Before,
    Policy After,
    ImmutableArray<Dial> Limits,
    bool IsWholeDay)
{
    /// <summary>
    /// Every change of the limits that a plan reckons with, oldest first. Changes of one day are also taken one by one,
    /// each tier and class by itself, before all of them together.
    /// </summary>
    public static ImmutableArray<PolicyStep> Of(ServiceModel model)
    {
        var steps = ImmutableArray.CreateBuilder<PolicyStep>();
        var versions = model.Timeline.Versions;
        for (var v = 1; v < versions.Length; v++)
        {
            var day = new PolicyDay(versions[v - 1], versions[v], model);
            steps.AddRange(day.Steps());
        }

        return steps.ToImmutable();
    }

    /// <summary>The one limit that it turns, with the rest as before; null: it turns several.</summary>
    public Dial? SingleLimit => Limits.Length == 1 ? PolicyDay.On(Limits[0], After) : null;
}
