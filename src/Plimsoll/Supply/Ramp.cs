using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>
/// Part of a site in service over time: points joined by straight lines, nothing before the first point.
/// </summary>
public sealed class Ramp
{
    private readonly ImmutableArray<(Instant At, double Share)> points;

    /// <summary>Builds the ramp.</summary>
    /// <param name="points">Instants, strictly ascending, and the share in service (0 to 1) from then on.</param>
    /// <exception cref="ArgumentException">No point, or not ascending.</exception>
    public Ramp(IEnumerable<(Instant At, Share Share)> points)
    {
        this.points = [.. points.Select(p => (p.At, p.Share.Fraction))];
        if (this.points.IsEmpty)
            throw new ArgumentException("A ramp needs at least one point.", nameof(points));
        for (var i = 1; i < this.points.Length; i++)
        {
            if (this.points[i].At <= this.points[i - 1].At)
                throw new ArgumentException("The points of a ramp must ascend in time.", nameof(points));
        }
    }

    /// <summary>Instants at which it bends, ascending.</summary>
    public IEnumerable<Instant> Points => points.Select(point => point.At);

    /// <summary>Its last point: what is in service from then on does not change any more.</summary>
    public Instant End => points[^1].At;

    /// <summary>Share in service at <paramref name="instant"/>, 0 to 1.</summary>
    public double At(Instant instant)
    {
        if (instant < points[0].At)
            return 0;
        for (var i = 1; i < points.Length; i++)
        {
            if (instant >= points[i].At)
                continue;
            var (from, to) = (points[i - 1], points[i]);
            return from.Share + (to.Share - from.Share) * ((instant - from.At).Seconds / (to.At - from.At).Seconds);
        }

        return points[^1].Share;
    }
}
