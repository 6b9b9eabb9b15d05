using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>One organization, workspace, seat or key.</summary>
internal sealed class NaiveScope(int number, NaiveScope? above, ScopeLevel level, ScopeTerms terms)
{
    public int Number => number;

    public ScopeLevel Level => level;

    public ScopeTerms Terms { get; private set; } = terms;

    /// <summary>Limits in force, in the order in which they are told.</summary>
    public List<NaiveMeter> Meters { get; private set; } = [];

    /// <summary>Limits that a policy version took away, and that another may bring back.</summary>
    private List<NaiveMeter> away = [];

    public bool IsOn { get; set; }

    public bool HasConsent { get; set; }

    public MicroUsd? Daily { get; set; }

    public MicroUsd? Monthly { get; set; }

    public long Bought { get; set; }

    /// <summary>From the organization down to this one.</summary>
    public IEnumerable<NaiveScope> Path => above is null ? [this] : above.Path.Append(this);

    /// <summary>Takes what the policy states for its sets. What was in force already keeps its counters.</summary>
    public void Adopt(Policy policy, ScopeTerms carried, bool keepsUtilization, Instant now)
    {
        Terms = carried;
        var limits = carried.Sets.SelectMany(set => NaiveLimit.Of(policy, set) ?? []).ToList();
        var before = Meters;
        Meters = [];
        foreach (var limit in limits.Where(limit => limit.IsRate).Concat(limits.Where(limit => !limit.IsRate)))
        {
            var meter = before.Find(other => other.Limit.Key == limit.Key);
            if (meter is not null)
                meter.Change(limit, keepsUtilization, now);
            else if (away.Find(other => other.Limit.Key == limit.Key) is { } back)
                (meter = back).Return(limit, now);
            else
                meter = NaiveMeter.Begin(limit, this, now);
            Meters.Add(meter);
        }

        away = [.. away.Concat(before).Except(Meters)];
    }

    /// <summary>Carries other sets. What is not in force by then is forgotten.</summary>
    public void Carry(Policy policy, ScopeTerms carried, Instant now)
    {
        away = [];
        Adopt(policy, carried, false, now);
        away = [];
        if (Meters.All(meter => meter.Limit.Kind != LimitKind.Overage))
            (IsOn, HasConsent, Daily, Monthly, Bought) = (false, false, null, null, 0);
    }

    public NaiveMeter? Find(NaiveKey key) => Meters.Concat(away).FirstOrDefault(meter => meter.Limit.Key == key);
}
