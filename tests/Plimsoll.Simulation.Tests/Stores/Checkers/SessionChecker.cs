using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Stores;
using Plimsoll.Simulation.Tests.Swarm;

namespace Plimsoll.Simulation.Tests.Stores.Checkers;

/// <summary>
/// No request is admitted in a session that is spent but for one request, or after the one that its lease is charged
/// to.
/// </summary>
internal sealed class SessionChecker(StoreSimulation run)
{
    private readonly Dictionary<UInt128, (int Seat, Instant End)> leases = run.History.OfType<StoreEvent.Taken>()
        .ToDictionary(taken => taken.Lease.Id, taken => (taken.Seat, taken.SessionEnd));

    private readonly Dictionary<(int Seat, Instant End), long> settled = [];
    private readonly Dictionary<int, StoreEvent.Admitted> open = [];
    private readonly Dictionary<int, TokenUsage> reported = [];
    private PolicyTimeline timeline = run.Case.Timeline;

    public static void Check(StoreSimulation run)
    {
        var checker = new SessionChecker(run);
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
            case StoreEvent.Reported(_, var request, var soFar):
                reported[request] = soFar;
                break;
            case StoreEvent.Ended(_, var request, var actual, _):
                open.Remove(request, out var ended);
                if (actual is { } usage)
                    Charge(ended!, usage);
                break;
            case StoreEvent.Died(_, var life):
                foreach (var (request, one) in open.Where(entry => LifeOf(entry.Value.Lease) == life).ToList())
                {
                    open.Remove(request);
                    if (reported.TryGetValue(request, out var soFar))
                        Charge(one, soFar);
                }

                break;
            case StoreEvent.Acted { Act: StoreAct.ResetAll }:
                settled.Clear();
                break;
            case StoreEvent.Acted { Act: StoreAct.ResetOne }:
                foreach (var session in settled.Keys.Where(session => session.Seat == 0).ToList())
                    settled.Remove(session);
                break;
            case StoreEvent.Acted { Adopted: { } adopted }:
                timeline = adopted;
                break;
        }
    }

    private void Admit(StoreEvent.Admitted admitted)
    {
        var session = leases[admitted.Lease.Id];
        var policy = timeline.At(admitted.At);
        var held = open.Values.Where(other => leases[other.Lease.Id] == session)
            .Sum(other => CreditsOf(other.Estimate));
        var charged = held + settled.GetValueOrDefault(session);
        if (admitted.At >= session.End
            || charged >= (policy.Plans["pro"].Session + StoreCase.LargestRequest).Micro)
        {
            throw new Violation("sessions",
                $"request {admitted.Request} was admitted at {(admitted.At - StoreCase.Start).Seconds} s with "
                + $"{charged} of {policy.Plans["pro"].Session.Micro} charged, in a session that ends at "
                + $"{(session.End - StoreCase.Start).Seconds} s");
        }

        open.Add(admitted.Request, admitted);
    }

    private void Charge(StoreEvent.Admitted admitted, in TokenUsage usage)
    {
        var session = leases[admitted.Lease.Id];
        var charge = CreditsOf(Clipped.Of(usage, admitted.Estimate));
        settled[session] = settled.GetValueOrDefault(session) + charge;
    }

    private static int LifeOf(Limits.Leases.LeaseGrant lease) => (int)(lease.Id >> 64) - 1;

    private long CreditsOf(in TokenUsage usage) =>
        timeline.Versions[0].Classes[StoreCase.Class].Weights.Charge(usage).Micro;
}
