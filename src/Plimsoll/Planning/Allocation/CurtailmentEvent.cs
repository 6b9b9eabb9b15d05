using Plimsoll.Demand;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Allocation;

/// <summary>Hours of a week in which the grid of a site gives less.</summary>
/// <param name="Site">The site, by name.</param>
/// <param name="Terms">What is given up first, and what lower clocks do.</param>
/// <param name="From">Hour of the week in which it begins, 0 is Monday 00:00 UTC.</param>
/// <param name="Hours">How many hours it takes, 1 to 168. The week repeats.</param>
/// <param name="Depth">Part of what the grid gives at most that it does not give, 0 to 1.</param>
public sealed record CurtailmentEvent(string Site, CurtailmentTerms Terms, int From, int Hours, double Depth)
{
    private const int HoursOfRebound = 24;

    /// <summary>Most megawatt-hours that the grid gives in the day after it; infinite: as many as it can.</summary>
    public double MostAfter { get; init; } = double.PositiveInfinity;

    /// <summary>Whether it takes an hour of the week.</summary>
    public bool Covers(int hour) => Since(From, hour) < Hours;

    /// <summary>Whether an hour of the week is of the day after it.</summary>
    public bool IsFollowedBy(int hour) => !Covers(hour) && Since(From + Hours, hour) < HoursOfRebound;

    /// <summary>Whether work of a kind may be given up for it.</summary>
    public bool GivesUp(ShedStep step) => Terms.Order.Contains(step);

    private static int Since(int from, int hour) => (hour - from + (2 * WeekShape.Hours)) % WeekShape.Hours;
}
