using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>The session and the week of a plan's user.</summary>
internal sealed class PlanLimits(string plan, string product, Instant weekAnchor) : IAccountLimits
{
    private Window session;
    private Window week;

    public Decision Reserve(Policy policy, string modelClass, TokenUsage estimate, Instant now)
    {
        if (!policy.Plans.TryGetValue(plan, out var promise))
            return new Decision.NotIncluded($"The policy in force has no plan '{plan}'.");
        if (!policy.Classes.TryGetValue(modelClass, out var terms))
            return new Decision.NotIncluded($"The policy in force has no model class '{modelClass}'.");

        week = WeekAt(now);
        var refusal = Decision.Rejected.Longer(
            session.RefusalAt(now, LimitKind.Session, promise.Session),
            week.RefusalAt(now, LimitKind.Week, promise.Week));
        if (refusal is not null)
            return refusal;

        // All that can overflow comes first: an estimate that throws is held by neither window.
        var usage = terms.Weights.Charge(estimate);
        var sessionRate = ChargeRate.Of(policy, WindowKind.Session, plan, product, now);
        var weekRate = ChargeRate.Of(policy, WindowKind.Week, plan, product, now);
        var (sessionCharge, weekCharge) = (sessionRate.Charge(usage), weekRate.Charge(usage));
        if (!session.IsOpenAt(now))
            session = new Window(now, SessionEnd(policy, now));
        session.Hold(sessionCharge);
        week.Hold(weekCharge);
        return new Decision.Admitted(new Reservation(modelClass, estimate, now)
        {
            Weights = terms.Weights,
            Session = new WindowHold(session.Start, sessionRate, sessionCharge),
            Week = new WindowHold(week.Start, weekRate, weekCharge),
        });
    }

    public void Settle(Policy policy, Reservation reservation, TokenUsage actual, Instant now)
    {
        // All that can overflow comes first: a charge that throws leaves both windows as they were.
        var usage = reservation.Weights!.Charge(actual);
        var sessionCharge = reservation.Session.Rate.Charge(usage);
        var weekCharge = reservation.Week.Rate.Charge(usage);
        if (IsCurrent(session, reservation.Session, now))
            session.Settle(reservation.Session, sessionCharge);
        if (IsCurrent(week, reservation.Week, now))
            week.Settle(reservation.Week, weekCharge);
    }

    public void Release(Reservation reservation, Instant now)
    {
        if (IsCurrent(session, reservation.Session, now))
        {
            session.Release(reservation.Session);
            if (session.IsUnused)
                session = default;
        }

        if (IsCurrent(week, reservation.Week, now))
            week.Release(reservation.Week);
    }

    public ImmutableArray<LimitState> States(Policy policy, string? modelClass, Instant now) =>
        policy.Plans.TryGetValue(plan, out var promise)
            ?
            [
                session.StateAt(now, LimitKind.Session, promise.Session),
                WeekAt(now).StateAt(now, LimitKind.Week, promise.Week),
            ]
            : [];

    /// <summary>A hold of a window that is over has no place in its successor.</summary>
    private static bool IsCurrent(in Window window, in WindowHold hold, Instant now) =>
        window.IsOpenAt(now) && window.Start == hold.Start;

    private Window WeekAt(Instant now)
    {
        if (week.IsOpenAt(now))
            return week;
        var length = Duration.FromDays(7);
        var start = weekAnchor + (length * FloorDivide((now - weekAnchor).Nanoseconds, length.Nanoseconds));
        return new Window(start, start + length);
    }

    private static Instant SessionEnd(Policy policy, Instant start)
    {
        var earliest = (start + policy.SessionLength).UnixNanoseconds;
        var grid = policy.SessionGrid.Nanoseconds;
        return new Instant(-FloorDivide(-earliest, grid) * grid);
    }

    private static long FloorDivide(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
