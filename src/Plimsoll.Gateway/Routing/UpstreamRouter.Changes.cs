using System.Collections.Immutable;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Routing;

// What operators, probes and readings change.
internal sealed partial class UpstreamRouter
{
    /// <summary>
    /// Replaces all upstreams at once. One whose name and URL stay keeps what is known of it, its requests, and whether
    /// an operator drained it; one that went ends what it has and gets nothing more. Prompts are forgotten where scores
    /// count otherwise.
    /// </summary>
    /// <param name="upstreams">The upstreams.</param>
    /// <param name="routing">How one of them is chosen from now on.</param>
    public void Replace(ImmutableArray<UpstreamOptions> upstreams, RoutingOptions routing)
    {
        lock (gate)
        {
            var isScoredAlike = (options.Weights, options.PrefixNames) == (routing.Weights, routing.PrefixNames);
            options = routing;
            var known = members.ToDictionary(member => (member.Options.Name, member.Options.BaseUrl));
            List<MemberPool> lasting =
                isScoredAlike ? [.. orders.Values.SelectMany(pools => pools).Distinct()] : [];
            members = [.. upstreams.Select(Kept)];
            foreach (var gone in known.Values.Except(members))
            {
                gone.IsLeaving = true;
                if (gone.InFlight > 0)
                    leaving.Add(gone);
                lasting.RemoveAll(pool => pool.Members.Contains(gone));
            }

            Reorder(lasting);

            UpstreamMember Kept(UpstreamOptions upstream)
            {
                if (!known.TryGetValue((upstream.Name, upstream.BaseUrl), out var member))
                    return new UpstreamMember(upstream);
                var before = member.Options;
                if (upstream.IsDraining != before.IsDraining)
                    member.IsDraining = upstream.IsDraining;
                if (!IsScoredAlike(before, upstream))
                    lasting.RemoveAll(pool => pool.Members.Contains(member));
                member.Options = upstream;
                return member;
            }
        }

        PlacesChanged?.Invoke();
    }

    /// <summary>Gives an upstream no more requests, or some again; its requests in flight end by themselves.</summary>
    /// <returns>Whether there is one of this name, and whether this changed it.</returns>
    public (bool IsKnown, bool HasChanged) SetDraining(string name, bool isDraining)
    {
        bool hasChanged;
        lock (gate)
        {
            if (members.FirstOrDefault(each => each.Options.Name == name) is not { } member)
                return (false, false);
            hasChanged = member.IsDraining != isDraining;
            member.IsDraining = isDraining;
            Sync(member, Now);
        }

        if (hasChanged)
            PlacesChanged?.Invoke();
        return (true, hasChanged);
    }

    /// <summary>The upstreams, and those that only end what they have.</summary>
    public ImmutableArray<UpstreamStatus> Statuses()
    {
        lock (gate)
        {
            var now = Now;
            return [.. members.Concat(leaving).Select(member => UpstreamStatus.Of(member, now, options.Health))];
        }
    }

    /// <summary>The upstreams, with the gateway's own requests that each has in flight.</summary>
    public ImmutableArray<(UpstreamMember Member, UpstreamOptions Options, int InFlight)> Watched()
    {
        lock (gate)
            return [.. members.Select(member => (member, member.Options, member.InFlight))];
    }

    /// <summary>Takes what an upstream tells of its load.</summary>
    /// <param name="member">Who.</param>
    /// <param name="report">What it tells.</param>
    /// <param name="own">The gateway's own requests in flight there when it was asked.</param>
    public void Report(UpstreamMember member, in LoadReport report, int own)
    {
        lock (gate)
            member.Report(report, Math.Max(own, member.InFlight), Now);
        PlacesChanged?.Invoke();
    }

    /// <summary>Lets readings that are too old no longer count.</summary>
    public void ForgetOldReadings()
    {
        var hasForgotten = false;
        lock (gate)
        {
            var oldest = Now - Duration.FromSeconds(options.ReadingLasts.TotalSeconds);
            foreach (var member in members)
            {
                if (member.Reading is not { } reading || reading.At >= oldest)
                    continue;
                member.Forget();
                hasForgotten = true;
            }
        }

        if (hasForgotten)
            PlacesChanged?.Invoke();
    }

    /// <summary>Notes whether an upstream answered a probe.</summary>
    public void Probed(UpstreamMember member, bool hasAnswered)
    {
        lock (gate)
        {
            member.Health = member.Health.Probed(hasAnswered);
            Sync(member, Now);
        }

        PlacesChanged?.Invoke();
    }

    /// <summary>Builds the pools anew; those that last keep what they remember of prompts.</summary>
    private void Reorder(List<MemberPool> lasting)
    {
        var asks = orders.Keys.ToList();
        orders.Clear();
        spared = lasting;
        foreach (var ask in asks)
            PoolsFor(ask);
        spared = [];
        var boards = orders.Values.SelectMany(pools => pools).Select(pool => pool.Board).ToHashSet();
        foreach (var member in members.Concat(leaving))
            member.StayOn(boards);
        SyncAll(Now);
    }

    private static bool IsScoredAlike(UpstreamOptions one, UpstreamOptions other) =>
        (one.Slots, one.Price, one.Carbon, one.Latency, one.IsPaidFor)
        == (other.Slots, other.Price, other.Carbon, other.Latency, other.IsPaidFor);
}
