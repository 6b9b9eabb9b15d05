using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;
using Plimsoll.Tests.Limits.Reference;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// The auditor of limits: it keeps the slow, obvious reference of the rules beside the book, reserves there what the
/// service asks for, and settles there what each request really produced. Every decision, every reason and every
/// counter of every account has to agree: what is reserved is settled or given back once, and what was refused cost
/// nothing.
/// </summary>
internal sealed class LimitChecker : Checker
{
    private readonly SwarmCase drawn;
    private readonly NaiveWorld world;
    private readonly Duration reportAfter;
    private readonly Dictionary<long, NaiveEntry> entries = [];
    private readonly Queue<(Instant At, long Request)> reports = [];
    private readonly SortedSet<int> touched = [];

    public LimitChecker(SwarmCase drawn)
    {
        this.drawn = drawn;
        world = new(drawn.Timeline!);
        foreach (var account in drawn.Accounts)
            world.Add(account.Above < 0 ? null : account.Above, account.Level, account.Terms);
        reportAfter = new(drawn.Timeline!.Versions.Min(version => version.ReservationLife).Nanoseconds / 2);
    }

    public override string Name => "limits";

    /// <summary>
    /// Is told of what was admitted; and when it ends, of what it used: null when nothing.
    /// </summary>
    public Action<long, NaiveEntry, TokenUsage?, Instant?>? Booked { get; set; }

    public override void Asked(in Arrival arrival, in LimitRequest request, Refusal? refusal)
    {
        PassTo(arrival.At);
        touched.Add(arrival.Account);
        var asked = AskedOf(drawn, arrival, request);
        var verdict = NaiveVerdict.Of(world, asked, arrival.At);
        if (verdict.Entry is not { } entry)
        {
            CheckRefusal(arrival, verdict, refusal);
            return;
        }

        if (refusal is not null)
            Fail($"{arrival} was refused although every limit has room: {refusal}");
        world.Hold(entry);
        entries.Add(arrival.Id, entry);
        reports.Enqueue((arrival.At + reportAfter, arrival.Id));
        Booked?.Invoke(arrival.Id, entry, null, null);
    }

    public override void Ended(in RequestRecord record)
    {
        var arrival = record.Arrival;
        if (arrival.Account < 0)
            return;
        PassTo(record.Ended);
        touched.Add(arrival.Account);
        if (!entries.Remove(arrival.Id, out var entry))
        {
            if (record.Outcome is not (RequestOutcome.Limited or RequestOutcome.Overloaded))
                Fail($"{record} ran without having been admitted");
            return;
        }

        if (record.Outcome is RequestOutcome.Limited or RequestOutcome.Overloaded)
            Fail($"{record} was admitted and is said to be refused");
        if (!world.Open.ContainsKey(entry))
            Fail($"the reservation of {record} expired while it was under way");
        TokenUsage? used = record.Produced == 0 ? null : new TokenUsage(
            new Tokens(arrival.Input - record.Cached), default, new Tokens(record.Cached), new Tokens(record.Produced));
        world.End(entry, used);
        Booked?.Invoke(arrival.Id, entry, used, record.Ended);
    }

    public override void Acted(SwarmAct act)
    {
        PassTo(act.At);
        act.Mirror(world);
        touched.UnionWith(Enumerable.Range(0, drawn.Accounts.Length));
    }

    public override void Passed(Moment moment)
    {
        PassTo(moment.Now);
        if (moment.Desk!.BookOf(0).OpenCount != world.Open.Count)
            Fail($"{moment.Desk.BookOf(0).OpenCount} reservations are open, expected {world.Open.Count}");
        foreach (var account in touched)
            Compare(account, moment);
        touched.Clear();
    }

    /// <summary>Every hold is gone, and after its longest window every account has all that it ever had.</summary>
    public override void Over(Moment moment)
    {
        if (entries.Count > 0)
            Fail($"{entries.Count} requests hold something and are over, such as {entries.Values.First()}");
        foreach (var wait in new[] { Duration.Zero, Duration.FromMinutes(20), Duration.FromDays(40) })
        {
            PassTo(moment.Now + wait);
            for (var account = 0; account < drawn.Accounts.Length; account++)
                Compare(account, moment with { Now = moment.Now + wait });
        }

        foreach (var state in drawn.Accounts.SelectMany((_, account) => moment.Desk!.BookOf(0).States(
            moment.Desk.PathOf(account), null, moment.Now + Duration.FromDays(40))))
        {
            var comesBack = !(state.Kind == LimitKind.Overage && state.ResetsAt is null);
            if (state.Reserved != 0 || (comesBack && state.Used != 0))
                Fail($"40 days later a limit is still used: {state}");
        }
    }

    /// <summary>The same request in names instead of numbers.</summary>
    public static NaiveRequest AskedOf(SwarmCase drawn, in Arrival arrival, in LimitRequest request) =>
        new(arrival.Account, Drawing.PolicyDraw.Classes[arrival.Class], request.Estimate)
        {
            Product = drawn.Accounts[arrival.Account].Product,
            Lane = request.Lane,
            Requests = request.Requests,
            Consents = request.Consents,
        };

    private void CheckRefusal(in Arrival arrival, NaiveVerdict verdict, Refusal? refusal)
    {
        if (refusal is null)
            Fail($"{arrival} was admitted although it should not have been");
        if (verdict.Views.Count == 0)
        {
            if (refusal is not Refusal.NotIncluded)
                Fail($"{arrival} is not included, but the answer is {refusal}");
            return;
        }

        if (refusal is not Refusal.Rejected rejected)
            Fail($"{arrival} meets a limit, but the answer is {refusal}");
        else if (NaiveState.Of(rejected.Binding) != verdict.Binding(arrival.At).State(arrival.At))
            Fail($"{arrival} is bound by {rejected.Binding}, expected {verdict.Binding(arrival.At).State(arrival.At)}");
        else if (rejected.Overage != verdict.Overage)
            Fail($"overage of {arrival} is {rejected.Overage}, expected {verdict.Overage}");
    }

    /// <summary>Requests under way are reported before half of the shortest life has passed.</summary>
    private void PassTo(Instant now)
    {
        while (reports.TryPeek(out var due) && due.At <= now)
        {
            reports.Dequeue();
            if (!entries.TryGetValue(due.Request, out var entry))
                continue;
            world.AdvanceTo(due.At);
            world.Report(entry, default);
            reports.Enqueue((due.At + reportAfter, due.Request));
        }

        world.AdvanceTo(now);
    }

    private void Compare(int account, Moment moment)
    {
        var told = moment.Desk!.BookOf(0).States(moment.Desk.PathOf(account), null, moment.Now);
        var expected = world.Scopes[account].Path
            .SelectMany(scope => scope.Meters.Select(meter => meter.State(scope.Level, moment.Now))).ToList();
        if (told.Length != expected.Count)
            Fail($"account {account} has {told.Length} limits, expected {expected.Count}");
        for (var i = 0; i < told.Length; i++)
        {
            if (NaiveState.Of(told[i]) != expected[i])
                Fail($"account {account} at {moment.Now}: {NaiveState.Of(told[i])}, expected {expected[i]}");
        }
    }
}
