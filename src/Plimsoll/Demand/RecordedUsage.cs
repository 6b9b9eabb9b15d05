using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Demand;

/// <summary>
/// Adds up what a log of limits says was used, by hour, top scope, plan and class. A request counts in the hour in
/// which it asked, with what it settled, or with what it had reported where the log ends before.
/// </summary>
public sealed class RecordedUsage
{
    private const long Hour = 3600 * Duration.NanosecondsPerSecond;

    private readonly Func<Instant, string, bool> begins;
    private Func<Instant, string, bool> isPlan;
    private readonly Dictionary<string, ImmutableArray<string>> sets = [];
    private readonly Dictionary<string, (RequestAsked Asked, TokenUsage? Used)> open = [];
    private readonly SortedDictionary<(long Hour, string Organization, string Plan, string Class), HourUsage> sums = [];

    private RecordedUsage(Func<Instant, string, bool> isPlan) => begins = this.isPlan = isPlan;

    /// <summary>Adds up a log.</summary>
    /// <param name="log">The log, without problems.</param>
    /// <param name="isPlan">
    /// Whether a set of a scope is a plan or a tier at an instant, until the log tells of a policy.
    /// </param>
    /// <returns>The usage in order, and admitted requests of which the log says nothing more.</returns>
    public static (ImmutableArray<HourUsage> Usage, int Unknown) Of(LimitLog log, Func<Instant, string, bool> isPlan)
    {
        var usage = new RecordedUsage(isPlan);
        var unknown = 0;
        foreach (var line in log.Lines)
        {
            if (line.Event is BookOpened)
                unknown += usage.Close();
            usage.Take(line.Event);
        }

        unknown += usage.Close();
        return ([.. usage.sums.Values], unknown);
    }

    private void Take(LimitEvent one)
    {
        switch (one)
        {
            case BookOpened:
                isPlan = begins;
                break;
            case PolicyAdopted { Timeline: var timeline }:
                isPlan = (at, set) => timeline.At(at) is var policy
                    && (policy.Plans.ContainsKey(set) || policy.Tiers.ContainsKey(set));
                break;
            case ScopeAdded added:
                sets[added.Scope.Text] = added.Sets;
                break;
            case ScopeChanged changed:
                sets[changed.Scope.Text] = changed.Sets;
                break;
            case RequestAsked { Decision: RecordedDecision.Admitted } asked:
                open[asked.Request] = (asked, null);
                break;
            case UsageReported reported when open.TryGetValue(reported.Request, out var request):
                open[reported.Request] = request with { Used = reported.SoFar };
                break;
            case RequestSettled settled when open.Remove(settled.Request, out var request):
                Add(request.Asked, settled.Actual);
                break;
            case RequestReleased released:
                open.Remove(released.Request);
                break;
            default:
                break;
        }
    }

    /// <summary>Ends the requests in flight; how many of them never told what they used.</summary>
    private int Close()
    {
        foreach (var (asked, used) in open.Values)
        {
            if (used is { } known)
                Add(asked, known);
        }

        var unknown = open.Values.Count(request => request.Used is null);
        open.Clear();
        return unknown;
    }

    private void Add(RequestAsked asked, in TokenUsage used)
    {
        var hour = asked.At.UnixNanoseconds - (((asked.At.UnixNanoseconds % Hour) + Hour) % Hour);
        var organization = asked.Scope;
        while (organization.Above is { } above)
            organization = above;
        var key = (hour, organization.Text, PlanOf(asked), asked.Class);
        var before = sums.GetValueOrDefault(
            key, new HourUsage(new Instant(hour), organization.Text, key.Item3, asked.Class, 0));
        sums[key] = before with
        {
            Requests = before.Requests + Math.Max(1, asked.Requests),
            Input = before.Input + used.Input.Value + used.CacheWrite.Value + used.CacheWriteLong.Value,
            Cached = before.Cached + used.CacheRead.Value,
            Output = before.Output + used.Output.Value,
        };
    }

    /// <summary>The plan or tier of the lowest scope of the path that carries one; empty: none does.</summary>
    private string PlanOf(RequestAsked asked)
    {
        for (ScopeName? scope = asked.Scope; scope is { } one; scope = one.Above)
        {
            var plan = sets.GetValueOrDefault(one.Text, []).FirstOrDefault(set => isPlan(asked.At, set));
            if (plan is not null)
                return plan;
        }

        return "";
    }
}
