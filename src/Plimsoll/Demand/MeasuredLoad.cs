using System.Collections.Immutable;
using Plimsoll.Limits;

namespace Plimsoll.Demand;

/// <summary>
/// A load that was measured, in place of the modelled load of the groups that refer to it. Compared by reference: every
/// group of one measurement refers to the same object.
/// </summary>
public sealed class MeasuredLoad
{
    /// <summary>Name, unique in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Mean requests of a class per second that it stands for, as of the day that growth is counted from: 168 hours,
    /// Monday 00:00 UTC first, by class in the order of the classes. Zero or more.
    /// </summary>
    public required ImmutableArray<double> Requests { get; init; }

    /// <summary>
    /// The policy under which it was measured, for a load that follows limits: under another policy it is as many times
    /// as large, hour by hour and class by class, as the model has it for its groups. Null: it stays as measured.
    /// </summary>
    public Policy? MeasuredUnder { get; init; }
}
