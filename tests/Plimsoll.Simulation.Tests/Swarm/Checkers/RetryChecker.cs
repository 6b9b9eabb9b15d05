using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// A refusal names the first instant at which the same request passes: a book that was told the same and nothing more
/// refuses it a nanosecond before and admits it then.
/// </summary>
internal sealed class RetryChecker : Checker
{
    private const int Most = 5;

    private readonly SwarmCase drawn;
    private readonly List<Action<Twin>> told = [];
    private readonly Queue<(Instant At, long Request)> reports = [];
    private readonly HashSet<long> open = [];
    private readonly Duration reportAfter;
    private readonly Dictionary<long, Refusal> refused = [];
    private int checks;

    public RetryChecker(SwarmCase drawn)
    {
        this.drawn = drawn;
        reportAfter = new(drawn.Timeline!.Versions.Min(version => version.ReservationLife).Nanoseconds / 2);
    }

    public override string Name => "retry";

    public override void Asked(in Arrival arrival, in LimitRequest request, Refusal? refusal)
    {
        PassTo(arrival.At);
        var (asked, estimate) = (arrival, request.Estimate);
        if (refusal is null)
        {
            told.Add(twin => twin.Reserve(asked, estimate, asked.At));
            reports.Enqueue((arrival.At + reportAfter, arrival.Id));
            open.Add(arrival.Id);
            return;
        }

        refused.Add(arrival.Id, refusal);
        if (refusal is not Refusal.Rejected rejected || checks++ >= Most)
            return;
        var retry = rejected.RetryAt;
        var before = retry - new Duration(1) ?? arrival.At + Duration.FromDays(400);
        if (Twin.Of(drawn, told).Reserve(arrival, estimate, before))
            Fail($"{arrival} passes at {before} already, it was told {retry}: {rejected.Binding}");
        if (retry is { } at && !Twin.Of(drawn, told).Reserve(arrival, estimate, at))
            Fail($"{arrival} does not pass at {at}, as it was told: {rejected.Binding}");
    }

    public override void Ended(in RequestRecord record)
    {
        var ended = record;
        PassTo(record.Ended);
        if (refused.Remove(record.Arrival.Id, out var refusal)
            && record.RetryAt != (refusal as Refusal.Rejected)?.RetryAt)
        {
            Fail($"the record says {record.RetryAt}, the book said {refusal}");
        }

        if (open.Remove(record.Arrival.Id))
            told.Add(twin => twin.End(ended));
    }

    public override void Acted(SwarmAct act)
    {
        PassTo(act.At);
        told.Add(twin => act.Do(twin.Book, twin.Paths));
    }

    private void PassTo(Instant now)
    {
        while (reports.TryPeek(out var due) && due.At <= now)
        {
            reports.Dequeue();
            if (!open.Contains(due.Request))
                continue;
            told.Add(twin => twin.Report(due.Request, due.At));
            reports.Enqueue((due.At + reportAfter, due.Request));
        }
    }

    /// <summary>A book that is told what the service's was.</summary>
    private sealed class Twin
    {
        private readonly SwarmCase drawn;
        private readonly Dictionary<long, Reservation> open = [];

        private Twin(SwarmCase drawn)
        {
            this.drawn = drawn;
            Book = new(drawn.Timeline!);
            foreach (var account in drawn.Accounts)
            {
                Paths.Add(Book.Add(account.Above < 0 ? default : Paths[account.Above], account.Level, account.Terms));
            }
        }

        public LimitBook Book { get; }

        public List<ScopePath> Paths { get; } = [];

        public static Twin Of(SwarmCase drawn, IEnumerable<Action<Twin>> told)
        {
            var twin = new Twin(drawn);
            foreach (var tell in told)
                tell(twin);
            return twin;
        }

        public bool Reserve(in Arrival arrival, in TokenUsage estimate, Instant at)
        {
            var request = new LimitRequest
            {
                Scope = Paths[arrival.Account],
                Class = Book.ClassNumber(Drawing.PolicyDraw.Classes[arrival.Class]),
                Estimate = estimate,
                Product = Book.ProductNumber(drawn.Accounts[arrival.Account].Product),
            };
            if (!Book.TryReserve(request, at, out var reservation, out _))
                return false;
            open[arrival.Id] = reservation;
            return true;
        }

        public void Report(long request, Instant at) => Book.Report(open[request], default, at);

        public void End(in RequestRecord record)
        {
            var (arrival, reservation) = (record.Arrival, open[record.Arrival.Id]);
            if (record.Produced == 0)
                Book.Release(reservation, record.Ended);
            else
            {
                Book.Settle(reservation, new TokenUsage(
                    new Tokens(arrival.Input - record.Cached),
                    default,
                    new Tokens(record.Cached),
                    new Tokens(record.Produced)), record.Ended);
            }
        }
    }
}
