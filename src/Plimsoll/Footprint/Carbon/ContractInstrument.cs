using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Carbon;

/// <summary>
/// A contract for electricity with its attributes, such as a power purchase agreement or certificates that are retired:
/// what the market-based method may count in place of the grid.
/// </summary>
public sealed record ContractInstrument
{
    /// <summary>Name, unique on the site; instruments are kept in ordinal order of it.</summary>
    public required string Name { get; init; }

    /// <summary>Energy of a whole year.</summary>
    public required Joules PerYear { get; init; }

    /// <summary>What its energy emits; default: nothing.</summary>
    public EmissionFactor Emission { get; init; }

    /// <summary>Whether it is generated on the grid of the site: hourly matching counts no other.</summary>
    public bool IsDeliverable { get; init; } = true;

    /// <summary>First instant; null: since ever.</summary>
    public Instant? From { get; init; }

    /// <summary>End; null: none.</summary>
    public Instant? Until { get; init; }

    /// <summary>Multiples of its mean by hour of the day, UTC: 24 with the mean 1; empty: all alike.</summary>
    public ImmutableArray<double> ByHour { get; init; } = [];

    /// <summary>Multiples of its mean by month: 12 with the mean 1; empty: all alike.</summary>
    public ImmutableArray<double> ByMonth { get; init; } = [];

    /// <summary>Joules that it gives in the hour that starts at an instant.</summary>
    public double JoulesAt(Instant start)
    {
        if (start < From || start >= Until)
            return 0;
        var time = start.ToDateTimeOffset();
        return PerYear.Value / HoursOfAYear
            * (ByHour.IsEmpty ? 1 : ByHour[time.Hour]) * (ByMonth.IsEmpty ? 1 : ByMonth[time.Month - 1]);
    }

    private const double HoursOfAYear = 8760;
}
