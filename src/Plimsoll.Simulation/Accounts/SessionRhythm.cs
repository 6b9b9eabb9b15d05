using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// When users of one population in one zone open sessions. Sessions of a user never overlap: after one is opened, the
/// next may be opened only when its window has passed. The chance of opening one at an instant is raised by exactly
/// what that keeps from it, so that the mean number of openings in each hour is the one that was asked for.
/// </summary>
/// <remarks>
/// Where a(t) are the openings wanted per hour, a user is free at t with probability 1 − ∫a over the window before t,
/// because openings within one window exclude each other. Opening with hazard a(t) over that probability gives a(t)
/// openings an hour again. Users who want more sessions than fit one after the other open at most
/// <see cref="LeastFree"/>⁻¹ times as eagerly; what they miss is lost.
/// </remarks>
internal sealed class SessionRhythm
{
    /// <summary>The least probability of being free that is reckoned with.</summary>
    private const double LeastFree = 0.05;

    private const long Hour = 3600 * Duration.NanosecondsPerSecond;
    private const long Week = WeekShape.Hours * Hour;

    private readonly ImmutableArray<double> shares;
    private readonly double[] sums = new double[WeekShape.Hours + 1];
    private readonly long monday;
    private readonly long window;

    /// <summary>Makes a rhythm.</summary>
    /// <param name="shape">Shares of a week's openings by hour.</param>
    /// <param name="monday">Monday 00:00 UTC of the week that the shape begins with.</param>
    /// <param name="window">Time after an opening in which no other can follow.</param>
    /// <param name="lead">How long before the hour that the shape counts it in a session is opened.</param>
    public SessionRhythm(WeekShape shape, Instant monday, Duration window, Duration lead)
    {
        shares = shape.Shares;
        for (var hour = 0; hour < WeekShape.Hours; hour++)
            sums[hour + 1] = sums[hour] + shares[hour];
        this.monday = monday.UnixNanoseconds - lead.Nanoseconds;
        this.window = window.Nanoseconds;
    }

    /// <summary>When a user who is free from <paramref name="from"/> on opens the next session.</summary>
    /// <param name="from">From when, in nanoseconds since the epoch.</param>
    /// <param name="perWeek">Openings in a week.</param>
    /// <param name="patience">A draw from the exponential distribution with mean 1.</param>
    /// <param name="latest">Later openings do not matter; one such is answered with the end of time.</param>
    public long Next(long from, double perWeek, double patience, long latest)
    {
        var at = from;
        while (at < latest)
        {
            var phase = PhaseOf(at);
            var hour = (int)(phase / Hour);
            var rest = ((hour + 1) * Hour) - phase;
            var middle = phase + (rest / 2);
            var free = Math.Max(LeastFree, 1 - (perWeek * (SumTo(middle) - SumTo(middle - window))));
            var hazard = perWeek * shares[hour] / free / Hour;
            if (hazard * rest >= patience && hazard > 0)
                return at + (long)(patience / hazard);
            patience -= hazard * rest;
            at += rest;
        }

        return long.MaxValue;
    }

    private long PhaseOf(long at) => (((at - monday) % Week) + Week) % Week;

    /// <summary>Share of openings from the beginning of the week to a phase, which may be below zero.</summary>
    private double SumTo(long phase)
    {
        var before = 0.0;
        if (phase < 0)
            (phase, before) = (phase + Week, -1);
        var hour = (int)(phase / Hour);
        return before + sums[hour] + (shares[hour] * (phase % Hour) / Hour);
    }
}
