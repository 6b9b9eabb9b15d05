using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

/// <summary>Sessions and weeks, told again from the first call on.</summary>
internal static class NaiveWindows
{
    private static readonly decimal week = Duration.FromDays(7).Nanoseconds;

    public static (Instant? End, List<NaiveEntry> Members) Session(List<NaiveEvent> events, Instant now)
    {
        Instant? end = null;
        var members = new List<NaiveEntry>();
        foreach (var (at, _, _, kind, entry) in events)
        {
            CloseIf(at >= end);
            if (kind == NaiveEventKind.Admitted)
            {
                end ??= End(entry.Policy, at);
                members.Add(entry);
            }
            else if (kind == NaiveEventKind.Released && members.Remove(entry))
            {
                CloseIf(members.Count == 0);
            }
        }

        CloseIf(now >= end);
        return (end, members);

        void CloseIf(bool over)
        {
            if (!over)
                return;
            end = null;
            members.Clear();
        }
    }

    public static (Instant End, List<NaiveEntry> Members) Week(List<NaiveEvent> events, Instant anchor, Instant now)
    {
        var number = Number(now);
        var end = new Instant((long)(anchor.UnixNanoseconds + ((number + 1) * week)));
        return (end, [.. events
            .Where(e => e.Kind == NaiveEventKind.Admitted && Number(e.At) == number && !e.Entry.Released)
            .Select(e => e.Entry)]);

        decimal Number(Instant at) => Math.Floor((at.UnixNanoseconds - (decimal)anchor.UnixNanoseconds) / week);
    }

    public static long Charge(LimitKind kind, NaiveEntry entry, TokenUsage usage, AccountTerms terms)
    {
        var weights = entry.Policy.Classes[entry.Class].Weights;
        decimal charge = (usage.Input.Value * weights.Input.Micro)
            + (usage.CacheWrite.Value * weights.CacheWrite.Micro)
            + (usage.CacheRead.Value * weights.CacheRead.Micro)
            + (usage.Output.Value * weights.Output.Micro);
        var factor = 1m;
        foreach (var allowance in entry.Policy.Allowances)
        {
            if (allowance.Window.ToString() == kind.ToString()
                && allowance.Plans.Contains(terms.Plan!)
                && (allowance.Product ?? terms.Product) == terms.Product
                && allowance.When?.Contains(entry.At) != false)
            {
                factor *= (decimal)allowance.Factor.Value;
            }
        }

        return (long)Math.Ceiling(charge / factor);
    }

    private static Instant End(Policy policy, Instant start)
    {
        decimal grid = policy.SessionGrid.Nanoseconds;
        return new Instant((long)(Math.Ceiling((start + policy.SessionLength).UnixNanoseconds / grid) * grid));
    }
}
