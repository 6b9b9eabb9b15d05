using System.Runtime.InteropServices;
using Plimsoll.Limits.Metering;

namespace Plimsoll.Limits.Values;

/// <summary>What reservations hold of the limits of one scope, added up by limit.</summary>
internal sealed class HeldSums
{
    private readonly List<PeriodSum> periods = [];
    private readonly List<RateSum> rates = [];

    /// <summary>Whether nothing is held.</summary>
    public bool IsEmpty => periods.Count == 0 && rates.Count == 0;

    /// <summary>What is held of a period; <c>default</c> when nothing.</summary>
    public PeriodSum PeriodAt(int offset, long end)
    {
        foreach (var sum in periods)
        {
            if (sum.Offset == offset && sum.End == end)
                return sum;
        }

        return default;
    }

    /// <summary>What is held of a rate limit; <c>default</c> when nothing.</summary>
    public RateSum RateAt(int offset)
    {
        foreach (var sum in rates)
        {
            if (sum.Offset == offset)
                return sum;
        }

        return default;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        periods.Clear();
        rates.Clear();
    }

    /// <summary>Adds what is held of a period.</summary>
    public void Add(in PeriodSum more)
    {
        foreach (ref var sum in CollectionsMarshal.AsSpan(periods))
        {
            if (sum.Offset == more.Offset && sum.End == more.End)
            {
                sum = sum with { Count = sum.Count + more.Count, Charge = sum.Charge + more.Charge };
                return;
            }
        }

        periods.Add(more);
    }

    /// <summary>Adds what is held of a rate limit.</summary>
    public void Add(in RateSum more)
    {
        foreach (ref var sum in CollectionsMarshal.AsSpan(rates))
        {
            if (sum.Offset == more.Offset)
            {
                sum = new RateSum(
                    sum.Offset,
                    sum.Count + more.Count,
                    sum.Requests + more.Requests,
                    sum.Input + more.Input,
                    sum.Output + more.Output);
                return;
            }
        }

        rates.Add(more);
    }

    /// <summary>Adds all that others hold.</summary>
    public void Add(HeldSums others)
    {
        foreach (var sum in others.periods)
            Add(sum);
        foreach (var sum in others.rates)
            Add(sum);
    }

    /// <summary>Adds what a request in flight holds at one of its scopes.</summary>
    public void Add(OpenRequest request, in Part part)
    {
        var rules = part.Rules;
        for (var r = 0; r < rules.Rates.Length; r++)
        {
            if (request.IsCounted(part, r))
                Add(RateSum.Of(rules.Rates[r], request));
        }

        var holds = request.HoldsOf(part);
        for (var h = 0; h < holds.Length; h++)
        {
            if (holds[h].End != PeriodHold.Nowhere)
                Add(new PeriodSum(rules.Slots[h].Offset, holds[h].End, 1, holds[h].Charge));
        }
    }

    /// <summary>Takes one reservation's share of a period away; false when nothing like it is held.</summary>
    public bool TryTake(in PeriodSum share)
    {
        for (var i = 0; i < periods.Count; i++)
        {
            var sum = periods[i];
            if (sum.Offset != share.Offset || sum.End != share.End || sum.Charge < share.Charge)
                continue;
            if (sum.Count == 1)
                periods.RemoveAt(i);
            else
                periods[i] = sum with { Count = sum.Count - 1, Charge = sum.Charge - share.Charge };
            return true;
        }

        return false;
    }

    /// <summary>Takes one reservation's share of a rate limit away; false when nothing like it is held.</summary>
    public bool TryTake(in RateSum share)
    {
        for (var i = 0; i < rates.Count; i++)
        {
            var sum = rates[i];
            if (sum.Offset != share.Offset)
                continue;
            if (sum.Count == 1)
            {
                rates.RemoveAt(i);
                return true;
            }

            rates[i] = new RateSum(
                sum.Offset,
                sum.Count - 1,
                sum.Requests - share.Requests,
                sum.Input - share.Input,
                sum.Output - share.Output);
            return true;
        }

        return false;
    }

    /// <summary>
    /// The same where a scope that was given other sets keeps its counters: limits that both have go on being held.
    /// </summary>
    public HeldSums In(ScopeRules before, ScopeRules after)
    {
        var moved = new HeldSums();
        foreach (var sum in periods)
        {
            if (before.PeriodAt(sum.Offset)?.In(after) is { } there)
                moved.Add(sum with { Offset = there.Offset });
        }

        foreach (var sum in rates)
        {
            if (before.RateAt(sum.Offset)?.In(after) is { } there)
                moved.Add(sum with { Offset = there.Offset });
        }

        return moved;
    }
}

/// <summary>What reservations hold of one period.</summary>
/// <param name="Offset">First word of its counters.</param>
/// <param name="End">Its end in nanoseconds.</param>
/// <param name="Count">How many reservations.</param>
/// <param name="Charge">What they hold together.</param>
internal readonly record struct PeriodSum(int Offset, long End, long Count, long Charge);

/// <summary>What reservations hold of one rate limit.</summary>
/// <param name="Offset">First word of its counters.</param>
/// <param name="Count">How many reservations.</param>
/// <param name="Requests">Requests, where it limits them.</param>
/// <param name="Input">Millionths of input tokens, likewise.</param>
/// <param name="Output">Output tokens, likewise.</param>
internal readonly record struct RateSum(int Offset, long Count, long Requests, Int128 Input, Int128 Output)
{
    /// <summary>What one request holds.</summary>
    public static RateSum Of(RateRule rule, OpenRequest request)
    {
        var own = default(RateHold);
        ref readonly var hold = ref rule.HoldOf(in request.Held, ref own);
        return new RateSum(
            rule.Offset,
            1,
            rule.Requests.IsLimited ? hold.Requests : 0,
            rule.Input.IsLimited ? hold.Input : 0,
            rule.Output.IsLimited ? hold.Output : 0);
    }
}
