using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;
using Plimsoll.Tests.Serving.Routing;

namespace Plimsoll.Tests.Serving.Admission;

public class When_tenants_share_a_gate
{
    private const int Places = 8;
    private const int Wanted = 20;
    private const int MostInput = 900;
    private const int MostOutput = 100;

    /// <summary>w_in · L_in + w_out · L_out: the most that one request is charged.</summary>
    private const long Dearest = MostInput + (5 * MostOutput);

    private static readonly Instant start = Instant.FromUnixSeconds(1_778_000_000);

    /// <summary>
    /// The bound of virtual token counters: two tenants with work waiting never differ in what they were given, over
    /// any time, by more than twice the dearest request.
    /// </summary>
    [Fact]
    public void None_with_work_waiting_gets_less_than_another_by_more_than_the_bound() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20260506, 9),
        Prop.ForAll(
            Gen.Choose(0, 1_000).ToArbitrary(),
            seed => AssertFair(seed, [1, 1, 1, 1], misses: false, 2 * Dearest)));

    /// <summary>What a weight is worth: service over weight differs by no more than the bound over the least.</summary>
    [Fact]
    public void Each_gets_in_proportion_to_its_weight() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20260506, 11),
        Prop.ForAll(
            Gen.Choose(0, 1_000).ToArbitrary(),
            seed => AssertFair(seed, [1, 2, 4, 20], misses: false, 2 * Dearest)));

    /// <summary>
    /// Estimates that miss are corrected at the end: until then each place may be wrong by one request.
    /// </summary>
    [Fact]
    public void Estimates_that_miss_widen_the_bound_by_what_is_in_flight() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(40).WithReplay(20260506, 13),
        Prop.ForAll(
            Gen.Choose(0, 1_000).ToArbitrary(),
            seed => AssertFair(seed, [1, 1, 1, 1], misses: true, 2 * Dearest * (1 + Places))));

    [Fact]
    public void One_that_was_idle_has_saved_nothing_up()
    {
        var gate = new ClassGate(new QueueTerms(), 1);
        var (running, now) = (gate.Enter(Ask(1), start).Ticket, start);
        for (var i = 0; i < 200; i++)
            gate.Enter(Ask(1), now);
        for (var i = 0; i < 100; i++)
            running = Next(gate, running, now += new Duration(1));
        var late = Enumerable.Range(0, 50).Select(_ => gate.Enter(Ask(2), now).Ticket).ToHashSet();

        var served = Enumerable.Range(0, 20)
            .Count(_ => late.Contains(running = Next(gate, running, now += new Duration(1))));

        Assert.Equal(10, served);
    }

    [Fact]
    public void A_lower_band_waits_for_the_higher_but_keeps_its_share()
    {
        var terms = new QueueTerms
        {
            MostWaiting = 1_000,
            Bands = [new(), new() { Kept = new(0.2) }, new() { Kept = new(0.05) }],
        };
        var gate = new ClassGate(terms, 1);
        var now = start;
        var running = gate.Enter(Ask(0), now).Ticket;
        var waiting = new Dictionary<QueueTicket, int>();
        var given = new long[3];
        for (var i = 0; i < 4_000; i++)
        {
            for (var band = 0; band < 3; band++)
            {
                if (waiting.Values.Count(other => other == band) < 2)
                    waiting.Add(gate.Enter(Ask(0) with { Band = band }, now).Ticket, band);
            }

            running = Next(gate, running, now += new Duration(1));
            given[waiting[running]]++;
            waiting.Remove(running);
        }

        Assert.Equal(800, given[1], 3.0);
        Assert.Equal(200, given[2], 3.0);
    }

    [Fact]
    public void A_queue_that_one_has_filled_is_open_to_the_others()
    {
        var gate = new ClassGate(new QueueTerms { MostWaiting = 10, MostWaitingOfTenant = 10 }, 1);
        gate.Enter(Ask(1), start);
        var greedy = Enumerable.Range(0, 10).Select(_ => gate.Enter(Ask(1), start).Ticket).ToArray();
        Assert.Equal(QueueRefusal.TenantFull, gate.Enter(Ask(1), start).Reason);

        for (var i = 9; i > 5; i--)
        {
            Assert.Equal(QueueOutcome.Queued, gate.Enter(Ask(2), start).Outcome);
            Assert.True(gate.TryTake(start, out var displaced));
            Assert.Equal((greedy[i], QueueRefusal.Displaced), (displaced.Ticket, displaced.Reason));
        }

        Assert.Equal(QueueOutcome.Queued, gate.Enter(Ask(2), start).Outcome);
        Assert.True(gate.TryTake(start, out _));
        Assert.Equal(QueueRefusal.QueueFull, gate.Enter(Ask(2), start).Reason);
    }

    [Fact]
    public void A_higher_band_displaces_the_newest_of_the_lowest()
    {
        var gate = new ClassGate(new QueueTerms { MostWaiting = 3 }, 1);
        gate.Enter(Ask(1), start);
        gate.Enter(Ask(1) with { Band = 1 }, start);
        gate.Enter(Ask(2) with { Band = 3 }, start);
        var newest = gate.Enter(Ask(2) with { Band = 3 }, start).Ticket;

        Assert.Equal(QueueOutcome.Queued, gate.Enter(Ask(9) with { Band = 2 }, start).Outcome);
        Assert.True(gate.TryTake(start, out var displaced));
        Assert.Equal((newest, QueueRefusal.Displaced), (displaced.Ticket, displaced.Reason));
        Assert.Equal(QueueRefusal.QueueFull, gate.Enter(Ask(7) with { Band = 3 }, start).Reason);
        Assert.Equal(3, gate.Waiting);
    }

    [Fact]
    public void What_was_given_nothing_is_not_counted_against_its_tenant()
    {
        var gate = new ClassGate(new QueueTerms(), 1);
        var running = gate.Enter(Ask(1), start).Ticket;
        var first = gate.Enter(Ask(1), start).Ticket;
        var other = gate.Enter(Ask(2), start).Ticket;
        gate.EndUnused(running, start);
        Assert.True(gate.TryTake(start, out var next));

        // Both have been given nothing, and the first came first; had the estimate stayed, the other would be next.
        Assert.Equal(first, next.Ticket);
        Assert.Equal(other, Next(gate, first, start));
    }

    private static QueueRequest Ask(ulong tenant) => new(tenant, 0, 1, new(100), new(10));

    private static QueueTicket Next(ClassGate gate, QueueTicket running, Instant now)
    {
        gate.End(running, new(100), new(10), now);
        Assert.True(gate.TryTake(now, out var next));
        return next.Ticket;
    }

    /// <summary>Lets tenants that always wait be served, and looks at every two of them over every time.</summary>
    private static void AssertFair(int seed, int[] weights, bool misses, long bound)
    {
        var draws = seed * 100_003;
        var gate = new ClassGate(new QueueTerms { MostWaiting = 10_000 }, Places);
        var now = start;
        var (waiting, running) = (new Dictionary<QueueTicket, int>(), new List<(QueueTicket, QueueRequest)>());
        var asked = new Dictionary<QueueTicket, QueueRequest>();
        var given = new long[weights.Length];
        var (least, most) = (new double[4, 4], new double[4, 4]);
        for (var i = 0; i < 600; i++)
        {
            for (var tenant = 0; tenant < weights.Length; tenant++)
            {
                while (waiting.Values.Count(other => other == tenant) < Wanted)
                    Come(tenant);
            }

            now += new Duration(1_000_000);
            var (ended, request) = running[Draw(running.Count)];
            running.Remove((ended, request));
            var (input, output) = misses ? (Draw(MostInput + 1), Draw(MostOutput + 1))
                : ((int)request.Input.Value, (int)request.Output.Value);
            gate.End(ended, new(input), new(output), now);
            given[request.Tenant] += CostOf(new(input), new(output)) - CostOf(request.Input, request.Output);
            while (gate.TryTake(now, out var news))
            {
                Assert.Equal(QueueOutcome.Admitted, news.Outcome);
                waiting.Remove(news.Ticket);
                Started(news.Ticket);
            }

            if (i >= 10)
                Look(i == 10);
        }

        void Come(int tenant)
        {
            var request = new QueueRequest(
                (ulong)tenant, 0, weights[tenant], new(Draw(MostInput + 1)), new(Draw(MostOutput + 1)));
            var decision = gate.Enter(request, now);
            asked[decision.Ticket] = request;
            if (decision.Outcome == QueueOutcome.Admitted)
                Started(decision.Ticket);
            else
                waiting.Add(decision.Ticket, tenant);
        }

        void Started(QueueTicket ticket)
        {
            running.Add((ticket, asked[ticket]));
            given[asked[ticket].Tenant] += CostOf(asked[ticket].Input, asked[ticket].Output);
        }

        void Look(bool isFirst)
        {
            for (var one = 0; one < weights.Length; one++)
            {
                for (var other = 0; other < weights.Length; other++)
                {
                    var apart = (given[one] / (double)weights[one]) - (given[other] / (double)weights[other]);
                    least[one, other] = isFirst ? apart : Math.Min(least[one, other], apart);
                    most[one, other] = isFirst ? apart : Math.Max(most[one, other], apart);
                    Assert.True(most[one, other] - least[one, other] <= bound + 1);
                }
            }
        }

        int Draw(int below) => (int)(Given.Draw(draws++) % (ulong)below);
    }

    private static long CostOf(Tokens input, Tokens output) => Math.Max(1, input.Value + (5 * output.Value));
}
