using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Bench.Queues;

/// <summary>
/// A gate before a fleet of places in virtual time: tenants ask at random, one of them ten times as often as each
/// other, and clients that are refused do not come back. The same seed gives the same figures. Everything in it is
/// assumed: services of 1 to 9 s in proportion to the tokens, and an answer that starts late is worth nothing.
/// </summary>
internal sealed class OverloadModel
{
    /// <summary>Tenants; the first asks <see cref="Greed"/> times as often as each other.</summary>
    public const int Tenants = 10;

    /// <summary>How much more often the first tenant asks.</summary>
    public const int Greed = 10;

    /// <summary>Requests that are served at a time.</summary>
    public const int Places = 40;

    /// <summary>Longest wait of an answer that is worth something: that of the standard band.</summary>
    public static readonly Duration Objective = Duration.FromSeconds(10);

    private const long NanosecondsPerToken = 1_000_000;
    private const int LeastTokens = 1_000;
    private const int TokenSpread = 8_000;

    private static readonly Duration length = Duration.FromMinutes(10);
    private static readonly Duration warmUp = Duration.FromMinutes(1);

    private readonly ClassGate gate;
    private readonly int band;
    private readonly PriorityQueue<QueueTicket, (long At, long Order)> ends = new();
    private readonly Dictionary<QueueTicket, Asked> waiting = [];
    private readonly Dictionary<QueueTicket, Asked> running = [];
    private readonly OverloadFigures figures = new();
    private long order;
    private ulong chance;

    private OverloadModel(QueueTerms terms, ulong seed) =>
        (gate, band, chance) = (new ClassGate(terms, Places), Math.Min(1, terms.Bands.Length - 1), seed);

    private readonly record struct Asked(int Tenant, int Input, int Output, Instant At);

    /// <summary>Lets a load pass.</summary>
    /// <param name="load">Offered load over what the places serve.</param>
    /// <param name="terms">How requests wait.</param>
    /// <param name="seed">Of the arrivals.</param>
    public static OverloadFigures Run(double load, QueueTerms terms, ulong seed = 20260506)
    {
        var model = new OverloadModel(terms, seed);
        model.Run(load);
        return model.figures;
    }

    private void Run(double load)
    {
        var mean = (LeastTokens + (TokenSpread / 2.0)) * NanosecondsPerToken;
        var gap = mean / (Places * load);
        var at = Instant.FromUnixSeconds(1_778_000_000);
        (figures.From, figures.To) = (at + warmUp, at + length);
        while (at < figures.To)
        {
            at += new Duration((long)(-Math.Log(1 - Unit()) * gap));
            while (ends.TryPeek(out _, out var end) && end.At <= at.UnixNanoseconds)
                End(ends.Dequeue(), new Instant(end.At));
            Arrive(at);
        }
    }

    private void Arrive(Instant now)
    {
        var tenant = (int)(Unit() * (Tenants - 1 + Greed)) - Greed + 1;
        var tokens = LeastTokens + (int)(Unit() * TokenSpread);
        var output = tokens / 10;
        var asked = new Asked(Math.Max(0, tenant), tokens - output, output, now);

        // A wait that has ended by itself has to be told before anybody else comes.
        Settle(now);
        var decision = gate.Enter(
            new QueueRequest((ulong)asked.Tenant, band, 1, new(asked.Input), new(asked.Output)), now);
        if (decision.Outcome == QueueOutcome.Queued)
            waiting.Add(decision.Ticket, asked);
        else if (decision.Outcome == QueueOutcome.Admitted)
            Start(decision.Ticket, asked, now);
        else
            figures.Refuse(now, now);
        Settle(now);
    }

    private void End(QueueTicket ticket, Instant now)
    {
        running.Remove(ticket, out var asked);
        gate.End(ticket, new(asked.Input), new(asked.Output), now);
        Settle(now);
    }

    private void Settle(Instant now)
    {
        while (gate.TryTake(now, out var news))
        {
            waiting.Remove(news.Ticket, out var asked);
            if (news.Outcome == QueueOutcome.Admitted)
                Start(news.Ticket, asked, now);
            else
                figures.Refuse(asked.At, now);
        }
    }

    private void Start(QueueTicket ticket, in Asked asked, Instant now)
    {
        running.Add(ticket, asked);
        var end = now + new Duration((asked.Input + asked.Output) * NanosecondsPerToken);
        ends.Enqueue(ticket, (end.UnixNanoseconds, order++));
        figures.Start(asked.Tenant, asked.Input + (5L * asked.Output), asked.At, now);
    }

    private double Unit()
    {
        unchecked
        {
            chance += 0x9E3779B97F4A7C15;
            var mixed = (chance ^ (chance >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return ((mixed ^ (mixed >> 31)) >> 11) / (double)(1L << 53);
        }
    }
}
