using System.Numerics;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>Every limit that is no bucket: what is settled and held in a period, if it has one.</summary>
internal sealed class NaiveWindow : NaiveMeter
{
    private static readonly Duration week = Duration.FromDays(7);
    private readonly NaiveScope scope;
    private BigInteger settled;
    private BigInteger before;
    private Instant? end;

    public NaiveWindow(NaiveLimit limit, NaiveScope scope, Instant now)
        : base(limit)
    {
        this.scope = scope;
        end = EndAfter(now);
    }

    public override Instant? NextEnd =>
        end is not null && (!settled.IsZero || !before.IsZero || Held.Count > 0) ? end : null;

    private BigInteger Charged => settled + HeldTogether;

    /// <summary>Null: unlimited.</summary>
    private BigInteger? Most => Limit.Terms switch
    {
        WindowLimit window => window.Limit.Micro,
        SpendLimit spend => spend.Limit.Value,
        ConcurrencyLimit concurrency => concurrency.Limit,
        AccelerationLimit growth => BigInteger.Max(growth.Free.Value, NaiveEntry.Ceiling(
            before * (BigInteger)Math.Round((decimal)growth.Growth.Value * 1_000_000), 1_000_000)),
        OverageTerms terms => Limit.Part switch
        {
            NaiveLimit.Day => (scope.Daily ?? terms.Daily)?.Value,
            NaiveLimit.Month => (scope.Monthly ?? terms.Monthly)?.Value,
            _ => terms.Prepaid ? scope.Bought : null,
        },
        _ => throw new InvalidOperationException(),
    };

    public override void Pass(Instant now)
    {
        if (end is null || now < end)
            return;
        var charged = Charged;
        before = 0;
        if (Limit.Terms is AccelerationLimit growth && now < end.Value + growth.Interval)
            before = charged;
        settled = 0;
        Held.Clear();
        end = Limit.Kind == LimitKind.Session ? null : EndAfter(now);
    }

    public override void Hold(NaiveEntry entry, BigInteger amount, Instant now)
    {
        Pass(now);
        if (Limit.Kind == LimitKind.Session)
            end ??= SessionEnd(entry.Policy, now);
        Held[entry] = amount;
    }

    public override void Raise(NaiveEntry entry, BigInteger amount, Instant now)
    {
        Pass(now);
        if (Held.ContainsKey(entry))
            Held[entry] = amount;
    }

    public override void End(NaiveEntry entry, BigInteger? amount, Instant now)
    {
        Pass(now);
        if (!Held.Remove(entry))
            return;
        if (Limit.Kind != LimitKind.Concurrency)
            settled += amount ?? 0;
        if (Limit.Kind == LimitKind.Session && settled.IsZero && Held.Count == 0)
            end = null;
    }

    public override void Change(NaiveLimit limit, bool keepsUtilization, Instant now)
    {
        Pass(now);
        var old = Most;
        Limit = limit;
        if (keepsUtilization
            && Limit.IsWindow
            && old is { IsZero: false } from && Most is { } to)
        {
            settled = NaiveEntry.Ceiling(settled * to, from);
        }
    }

    public override void Return(NaiveLimit limit, Instant now) => Change(limit, false, now);

    public override void Clear()
    {
        if (Limit.IsWindow)
            settled = 0;
    }

    public override bool HasRoom(BigInteger amount, Instant now) => Most is not { } most
        || (Limit.Kind == LimitKind.Concurrency ? amount <= most - Charged : Charged < most);

    public override Instant? PassesAt(BigInteger amount, Instant now)
    {
        if (HasRoom(amount, now))
            return now;
        if (Limit.Terms is AccelerationLimit)
        {
            // What was used in this interval is what the next may grow from; the one after that starts anew.
            var next = (NaiveWindow)MemberwiseClone();
            next.settled = 0;
            next.before = Charged;
            return next.Most > 0 ? end : null;
        }

        return Most > 0 ? end : null;
    }

    public override NaiveState State(ScopeLevel level, Instant now)
    {
        var most = Most ?? long.MaxValue;
        return new NaiveState(level, Limit.Kind, Limit.Set, Limit.Terms, most, settled, HeldTogether)
        {
            ResetsAt = end,
        };
    }

    private static Instant SessionEnd(Policy policy, Instant start)
    {
        BigInteger grid = policy.SessionGrid.Nanoseconds;
        BigInteger ends = (start + policy.SessionLength).UnixNanoseconds;
        return new Instant((long)(NaiveEntry.Ceiling(ends, grid) * grid));
    }

    private Instant? EndAfter(Instant now) => (Limit.Terms, Limit.Part) switch
    {
        (WindowLimit { Window: WindowKind.Week }, _) => Multiple(scope.Terms.WeekAnchor, week, now),
        (SpendLimit { Period: SpendPeriod.Day }, _) or (_, NaiveLimit.Day) => NextDate(now, date => true),
        (SpendLimit { Period: SpendPeriod.Week }, _) => NextDate(now, date => date.DayOfWeek == DayOfWeek.Monday),
        (SpendLimit { Period: SpendPeriod.Month }, _) or (_, NaiveLimit.Month) => NextDate(now, date => date.Day == 1),
        (AccelerationLimit growth, _) => Multiple(default, growth.Interval, now),
        _ => null,
    };

    private static Instant Multiple(Instant anchor, Duration length, Instant now)
    {
        var since = (decimal)now.UnixNanoseconds - anchor.UnixNanoseconds;
        var number = Math.Floor(since / length.Nanoseconds) + 1;
        return new Instant((long)(anchor.UnixNanoseconds + (number * length.Nanoseconds)));
    }

    private static Instant NextDate(Instant now, Func<DateOnly, bool> begins)
    {
        var date = now.Date.AddDays(1);
        while (!begins(date))
            date = date.AddDays(1);
        return Instant.FromDate(date);
    }
}
