using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Reference;

/// <summary>An admitted request that has not ended.</summary>
internal sealed record NaiveOpen(TokenUsage Held, TokenUsage Reported, Instant Deadline);

/// <summary>All scopes at one instant, told from the first event on.</summary>
internal sealed class NaiveWorld
{
    private static readonly Duration duplicatesFor = Duration.FromMinutes(10);
    private List<(Instant At, Policy Policy)> coming;

    public NaiveWorld(PolicyTimeline timeline)
    {
        Policy = timeline.Versions[0];
        coming = [.. timeline.Versions.Skip(1).Select(version => (version.EffectiveFrom, version))];
    }

    public Instant Latest { get; private set; } = new(long.MinValue);

    public Policy Policy { get; private set; }

    public List<NaiveScope> Scopes { get; } = [];

    /// <summary>Requests in flight, in the order of their admission.</summary>
    public Dictionary<NaiveEntry, NaiveOpen> Open { get; } = [];

    /// <summary>The request that last had a name, and when it ended if it did.</summary>
    public Dictionary<int, (NaiveEntry Entry, Instant? Ended)> Names { get; } = [];

    /// <summary>What happens by itself next and changes more than how full a bucket is.</summary>
    public Instant? NextChange => Scopes.SelectMany(scope => scope.Meters).Select(meter => meter.NextEnd)
        .Concat(Open.Values.Select(open => (Instant?)open.Deadline))
        .Concat(coming.Select(version => (Instant?)version.At))
        .Min();

    /// <summary>Lets happen what happens by itself: first what expires, then policy versions.</summary>
    public void AdvanceTo(Instant now)
    {
        while (true)
        {
            Instant? version = coming.Count > 0 ? coming[0].At : null;
            var expiring = Open.OrderBy(open => open.Value.Deadline).FirstOrDefault();
            if (expiring.Key is { } entry && expiring.Value.Deadline <= now
                && !(version < expiring.Value.Deadline))
            {
                Latest = expiring.Value.Deadline;
                End(entry, expiring.Value.Reported == default ? null : expiring.Value.Reported);
            }
            else if (version <= now)
            {
                Latest = version.Value;
                Take(coming[0].Policy);
                coming.RemoveAt(0);
            }
            else
                break;
        }

        Latest = now;
        foreach (var scope in Scopes)
        {
            foreach (var meter in scope.Meters)
                meter.Pass(now);
        }
    }

    public void Add(int? above, ScopeLevel level, ScopeTerms terms)
    {
        var scope = new NaiveScope(Scopes.Count, above is { } number ? Scopes[number] : null, level, terms);
        scope.Adopt(Policy, terms, false, Latest);
        Scopes.Add(scope);
    }

    public void Adopt(PolicyTimeline timeline)
    {
        Take(timeline.At(Latest));
        coming = [.. timeline.Versions.Where(version => version.EffectiveFrom > Latest)
            .Select(version => (version.EffectiveFrom, version))];
    }

    public void Hold(NaiveEntry entry)
    {
        var amounts = entry.Amounts(entry.Request.Estimate);
        ForEachMeter(entry, (meter, i) => meter.Hold(entry, amounts[i], Latest));
        Open[entry] = new NaiveOpen(entry.Request.Estimate, default, Latest + entry.Life);
        if (entry.Request.Id != 0)
            Names[entry.Request.Id] = (entry, null);
    }

    public void Report(NaiveEntry entry, TokenUsage soFar)
    {
        var open = Open[entry];
        var held = TokenUsage.Max(open.Held, soFar);
        Open[entry] = new NaiveOpen(held, TokenUsage.Max(open.Reported, soFar), Latest + entry.Life);
        var (amounts, before) = (entry.Amounts(held), entry.Amounts(open.Held));
        ForEachMeter(entry, (meter, i) => meter.Raise(entry, amounts[i], Latest));
    }

    /// <param name="entry">Request that ends.</param>
    /// <param name="actual">What it used; null when it is released.</param>
    /// <param name="requests">How many requests it was; null: as many as were asked.</param>
    public void End(NaiveEntry entry, TokenUsage? actual, int? requests = null)
    {
        var amounts = actual is { } usage ? entry.Amounts(usage, requests ?? entry.Request.Requests) : null;
        ForEachMeter(entry, (meter, i) => meter.End(entry, amounts?[i], Latest));
        Open.Remove(entry);
        if (entry.Request.Id == 0)
            return;
        if (actual is null)
            Names.Remove(entry.Request.Id);
        else
            Names[entry.Request.Id] = (entry, Latest);
    }

    public static void Clear(NaiveScope scope, ResetOrder order)
    {
        foreach (var meter in scope.Meters.Where(meter => Clears(order, meter)))
            meter.Clear();
    }

    public void ClearEverybody(ResetOrder order)
    {
        foreach (var scope in Scopes)
        {
            if (order.Sets.IsDefaultOrEmpty || scope.Terms.Sets.Any(set => order.Sets.Contains(set)))
                Clear(scope, order);
        }
    }

    /// <summary>Whether a name is still that of a request which has ended with a charge.</summary>
    public bool IsDuplicate(int id) =>
        Names.TryGetValue(id, out var named) && named.Ended is { } ended && Latest < ended + duplicatesFor;

    public static bool Clears(ResetOrder order, NaiveMeter meter) => meter.Limit.IsWindow
        && (order.Limits.IsDefaultOrEmpty || order.Limits.Contains(meter.Limit.Terms.Name));

    private void Take(Policy policy)
    {
        Policy = policy;
        foreach (var scope in Scopes)
            scope.Adopt(policy, scope.Terms, policy.InProgress == InProgress.KeepUtilization, Latest);
    }

    private void ForEachMeter(NaiveEntry entry, Action<NaiveMeter, int> act)
    {
        for (var i = 0; i < entry.Shares.Count; i++)
        {
            if (Scopes[entry.Shares[i].Scope].Find(entry.Shares[i].Limit.Key) is { } meter)
                act(meter, i);
        }
    }
}
