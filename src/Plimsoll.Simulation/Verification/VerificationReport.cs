using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Verification;

/// <summary>A plan beside simulations of it.</summary>
public sealed record VerificationReport
{
    /// <summary>What was done.</summary>
    public required VerificationSettings Settings { get; init; }

    /// <summary>When the hours begin.</summary>
    public required Instant Start { get; init; }

    /// <summary>
    /// Load line of the whole policy in those hours: the multiple of all load, at its mean and with everything in
    /// service, that the plan says the fleet serves.
    /// </summary>
    public required double Line { get; init; }

    /// <summary>Figures of the hours and of the week.</summary>
    public required ImmutableArray<VerificationRow> Rows { get; init; }

    /// <summary>The fleet under multiples of the line.</summary>
    public required ImmutableArray<LineRow> Lines { get; init; }

    /// <summary>Rows where plan and simulation are further apart than the interval explains.</summary>
    public int Disagreeing => Rows.Count(row => row.Finding == VerificationFinding.Disagrees);

    /// <summary>
    /// The least used part of a class's replicas at which it no longer met its objectives; null: it always did.
    /// </summary>
    public double? FailsAt => Tried.Where(tried => !IsServed(tried)).Min(tried => (double?)tried.Used.Value);

    /// <summary>The greatest below that at which one did; null: none was tried.</summary>
    public double? ServesUpTo => Tried.Where(tried => IsServed(tried) && !(tried.Used.Value >= FailsAt))
        .Max(tried => (double?)tried.Used.Value);

    /// <summary>Whether classes meet their objectives up to the line, and not a fifth above it.</summary>
    public bool HoldsLine => FailsAt is > 1 and <= 1.2;

    private IEnumerable<ClassAtLine> Tried => Lines.SelectMany(row => row.Classes);

    /// <summary>Whether a class meets its objectives.</summary>
    public bool IsServed(ClassAtLine tried) => tried.Good.Value >= Settings.GoodShare;
}

/// <summary>A figure as planned and as measured.</summary>
/// <param name="Id">What programs call it.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Relation">How the measured figure has to lie to the planned one.</param>
/// <param name="Planned">What the plan says; null: nothing.</param>
/// <param name="Measured">What was measured, with its 95% interval over the runs; null: not measured.</param>
/// <param name="Why">Why the two cannot be compared; null: they can.</param>
public sealed record VerificationRow(
    string Id,
    string Name,
    FigureUnit Unit,
    FigureRelation Relation,
    double? Planned,
    ConfidenceInterval? Measured,
    string? Why = null)
{
    /// <summary>What the two say of each other.</summary>
    public VerificationFinding Finding => Why is not null || Planned is not { } planned || Measured is not { } measured
        ? VerificationFinding.NotComparable
        : IsMet(planned, measured) ? VerificationFinding.Agrees : VerificationFinding.Disagrees;

    private bool IsMet(double planned, ConfidenceInterval measured) => Relation switch
    {
        FigureRelation.AtMost => measured.Value - measured.HalfWidth <= planned,
        FigureRelation.AtLeast => measured.Value + measured.HalfWidth >= planned,
        _ => measured.Holds(planned),
    };
}

/// <summary>A fleet under a multiple of its load line. Shares are of requests that limits let through.</summary>
/// <param name="LineMultiple">Load over the line.</param>
/// <param name="Served">Finished.</param>
/// <param name="Full">Refused, because the fleet was full.</param>
/// <param name="Good">Finished within the objectives of their class.</param>
/// <param name="Classes">By class.</param>
public sealed record LineRow(
    double LineMultiple,
    ConfidenceInterval Served,
    ConfidenceInterval Full,
    ConfidenceInterval Good,
    ImmutableArray<ClassAtLine> Classes);

/// <summary>
/// A class under a multiple of the load line. Its replicas are whole, so that it may be nearer to what they serve than
/// the plan has it.
/// </summary>
/// <param name="Used">Requests over what its replicas serve at the operating point.</param>
/// <param name="Good">Share of them within its objectives.</param>
public sealed record ClassAtLine(ConfidenceInterval Used, ConfidenceInterval Good);

/// <summary>What a row says.</summary>
public enum VerificationFinding
{
    /// <summary>The plan's figure lies where the simulation's interval allows.</summary>
    Agrees = 1,

    /// <summary>It does not.</summary>
    Disagrees = 2,

    /// <summary>The two speak of different things.</summary>
    NotComparable = 3,
}

/// <summary>How a measured figure has to lie to the planned one.</summary>
public enum FigureRelation
{
    /// <summary>It is the same.</summary>
    Same = 1,

    /// <summary>It is no more.</summary>
    AtMost = 2,

    /// <summary>It is no less.</summary>
    AtLeast = 3,
}

/// <summary>Units of verified figures.</summary>
public enum FigureUnit
{
    /// <summary>Something per second.</summary>
    PerSecond = 1,

    /// <summary>A share of a whole.</summary>
    Share = 2,

    /// <summary>Seconds.</summary>
    Seconds = 3,

    /// <summary>Watts.</summary>
    Watts = 4,
}
