using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Stores;
using Plimsoll.Simulation.Tests.Swarm;

namespace Plimsoll.Simulation.Tests.Stores.Checkers;

/// <summary>
/// What gateways admitted from leases, one book admits that is asked about each request when it was admitted, and
/// counts it then. Sessions, which begin when a lease is taken, have a checker of their own.
/// </summary>
internal sealed class OneBookChecker
{
    private readonly Dictionary<int, (Reservation Held, TokenUsage Estimate, TokenUsage Reported, int Life)> open = [];
    private readonly LimitBook book;
    private readonly ScopePath[] seats;
    private int resets;

    private OneBookChecker(StoreSimulation run)
    {
        book = new LimitBook(Relaxed(run.Case.Timeline));
        var organization = book.Add(default, ScopeLevel.Organization, new ScopeTerms(["team"], run.Case.WeekAnchor));
        seats =
        [
            .. Enumerable.Range(0, run.Case.Seats).Select(_ =>
                book.Add(organization, ScopeLevel.Seat, new ScopeTerms(["pro"], run.Case.WeekAnchor))),
        ];
    }

    public static void Check(StoreSimulation run)
    {
        var checker = new OneBookChecker(run);
        foreach (var happened in run.History)
            checker.Take(happened);
    }

    private void Take(StoreEvent happened)
    {
        switch (happened)
        {
            case StoreEvent.Admitted admitted:
                Admit(admitted);
                break;
            case StoreEvent.Reported(var at, var request, var soFar):
                var known = open[request];
                var clipped = Clipped.Of(soFar, known.Estimate);
                book.Report(known.Held, clipped, at);
                open[request] = known with { Reported = clipped };
                break;
            case StoreEvent.Ended(var at, var request, var actual, _):
                open.Remove(request, out var ended);
                End(ended.Held, actual is { } usage ? Clipped.Of(usage, ended.Estimate) : null, at);
                break;
            case StoreEvent.Died(var at, var gateway):
                foreach (var (request, entry) in open.Where(entry => entry.Value.Life == gateway).ToList())
                {
                    open.Remove(request);
                    End(entry.Held, entry.Reported == default ? null : entry.Reported, at);
                }

                break;
            case StoreEvent.Acted acted:
                Act(acted);
                break;
        }
    }

    private void Admit(StoreEvent.Admitted admitted)
    {
        var request = new LimitRequest
        {
            Scope = seats[admitted.Seat],
            Class = book.ClassNumber(StoreCase.Class),
            Estimate = admitted.Estimate,
        };
        if (!book.TryReserve(request, admitted.At, out var held, out var refusal))
        {
            var limit = refusal is Refusal.Rejected rejected ? $"{rejected.Binding}" : $"{refusal}";
            throw new Violation("one book",
                $"request {admitted.Request} was admitted at {(admitted.At - StoreCase.Start).Seconds} s by lease "
                + $"{admitted.Lease.Id}, though one book has no room: {limit}");
        }

        var life = (int)(admitted.Lease.Id >> 64) - 1;
        open.Add(admitted.Request, (held, admitted.Estimate, default, life));
    }

    private void End(Reservation held, TokenUsage? actual, Instant at)
    {
        if (actual is { } usage)
            book.Settle(held, usage, at);
        else
            book.Release(held, at);
    }

    private void Act(StoreEvent.Acted acted)
    {
        switch (acted.Act)
        {
            case StoreAct.ResetAll:
                book.ResetEverybody(ResetOrder.Everything, (UInt128)(++resets), acted.At);
                break;
            case StoreAct.ResetOne:
                book.Reset(seats[0], ResetOrder.Everything, (UInt128)(++resets), acted.At);
                break;
            default:
                book.Adopt(Relaxed(acted.Adopted!), acted.At);
                break;
        }
    }

    /// <summary>
    /// Into some limits one request may pass beyond what is left, in the order of decisions: where a lease was given
    /// before it and is used after it, they are beyond it by that one. Money is rounded up for each request, too, and
    /// for a lease once.
    /// </summary>
    private static PolicyTimeline Relaxed(PolicyTimeline timeline) => new(timeline.Versions
        .Select(version => version with
        {
            Plans = version.Plans.Values.ToFrozenDictionary(plan => plan.Name, plan => plan with
            {
                Session = new Credits(long.MaxValue / 4),
                Week = plan.Week + StoreCase.LargestRequest,
            }),
            Sets = version.Sets.Values.ToFrozenDictionary(
                set => set.Name,
                set => set with { Limits = [.. set.Limits.Select(Relaxed)] }),
        }));

    private static LimitTerms Relaxed(LimitTerms terms) => terms switch
    {
        SpendLimit spend => spend with { Limit = spend.Limit + new MicroUsd(10_000) },
        RateLimit { WholeOutput: false } rates => rates with { Output = null },
        _ => terms,
    };
}
