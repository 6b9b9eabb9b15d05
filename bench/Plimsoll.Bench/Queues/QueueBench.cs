using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Bench.Queues;

/// <summary>
/// Overload in virtual time, with the queue of the gateway and with one that lets everybody wait; and its cost.
/// </summary>
internal static class QueueBench
{
    private static readonly double[] loads = [0.5, 0.8, 1, 1.5, 2, 3];

    public static void Run()
    {
        Console.WriteLine(
            $"{OverloadModel.Places} places, {OverloadModel.Tenants} tenants of whom one asks {OverloadModel.Greed} "
            + $"times as often; goodput: virtual tokens/s that started within {OverloadModel.Objective.Seconds} s\n");
        Print("queues as they are by default", new QueueTerms());
        Print("nobody waits", QueueTerms.Plain);
        Print("everybody waits, up to 5 min", new QueueTerms
        {
            MostWaiting = int.MaxValue,
            MostWaitingTokens = new(long.MaxValue),
            MostWaitingOfTenant = int.MaxValue,
            MostWaitingTokensOfTenant = new(long.MaxValue),
            Bands = [new(), new() { LongestWait = BandTerms.LongestOfAll }],
        });
        foreach (var waiting in new[] { 0, 100, 10_000, 100_000 })
            Cost(waiting);
    }

    private static void Print(string name, QueueTerms terms)
    {
        var runs = loads.Select(load => (Load: load, Figures: OverloadModel.Run(load, terms))).ToList();
        var peak = runs.Max(run => run.Figures.Goodput);
        Console.WriteLine(name);
        Console.WriteLine(
            $"{"load",6} {"goodput",9} {"of peak",8} {"late",7} {"refused",8} {"at once",8} {"Jain",6} {"greedy",7}");
        foreach (var (load, figures) in runs)
        {
            Console.WriteLine(
                $"{load,6:0.0} {figures.Goodput,9:0} {figures.Goodput / peak,8:0.0%} {figures.Late,7} "
                + $"{figures.Refused,8} {figures.RefusedAtOnce,8:0.0%} {figures.Fairness,6:0.000} "
                + $"{figures.GreedyOverOthers,6:0.0}x");
        }

        Console.WriteLine();
    }

    /// <summary>One request in and one out while so many wait.</summary>
    private static void Cost(int waiting)
    {
        var terms = new QueueTerms
        {
            MostWaiting = int.MaxValue,
            MostWaitingTokens = new(long.MaxValue),
            Bands = [new() { LongestWait = BandTerms.LongestOfAll }],
        };
        var gate = new ClassGate(terms, 100);
        var now = Instant.FromUnixSeconds(1_778_000_000);
        var running = new Queue<QueueTicket>();
        var next = 0ul;
        for (var i = 0; i < waiting + 100; i++)
            Enter();
        var name = $"enter, start and end with {waiting:N0} waiting, 1,000 tenants";
        new Comparison(name, Pass, 100_000).Print();

        void Pass(int operations)
        {
            for (var i = 0; i < operations; i++)
            {
                now += new Duration(1);
                gate.End(running.Dequeue(), new(900), new(100), now);
                while (gate.TryTake(now, out var news))
                    running.Enqueue(news.Ticket);
                Enter();
            }
        }

        void Enter()
        {
            var request = new QueueRequest(next++ % 1_000, 0, 1, new(1_000), new(100));
            if (!gate.TryRefuse(request, now, out _)
                && gate.Enter(request, now) is { Outcome: QueueOutcome.Admitted } admitted)
            {
                running.Enqueue(admitted.Ticket);
            }
        }
    }
}
