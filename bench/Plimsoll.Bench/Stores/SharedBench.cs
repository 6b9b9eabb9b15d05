using System.Diagnostics;
using System.Globalization;
using Plimsoll.Storage.Postgres;

namespace Plimsoll.Bench.Stores;

/// <summary>
/// Admission at three gateways that share limits on PostgreSQL, beside one gateway whose limits are in its memory, in
/// one run: as many requests as go, and a fixed number a second, with one hot account and with many.
/// </summary>
internal static class SharedBench
{
    private const int Gateways = 3;
    private const int Clients = 32;
    private const int PerSecond = 900;
    private static readonly int[] accountCounts = [1, 1000, 100_000];
    private static readonly TimeSpan warming = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan length = TimeSpan.FromSeconds(8);

    /// <summary>Measures.</summary>
    /// <param name="url">The database.</param>
    /// <param name="counts">How many accounts there are, one run each; none: 1, 1,000 and 100,000.</param>
    public static async Task Run(string url, int[] counts)
    {
        var problems = new List<string>();
        if (PostgresAddress.Parse(url, problems) is not { } address)
            throw new ArgumentException(string.Join('\n', problems));

        // Names that no run before had: the database may be used again.
        var run = DateTime.UtcNow.Ticks.ToString("x", CultureInfo.InvariantCulture);
        Console.WriteLine($"Admission and settling, {Clients} clients a gateway; latency of admission alone");
        foreach (var accounts in counts is [] ? accountCounts : counts)
        {
            Console.WriteLine($"\n{accounts:N0} account{(accounts == 1 ? "" : "s")}");
            Console.WriteLine(
                $"  {"",-46}{"ratio",8}{"req/s",10}{"p50 us",10}{"p99 us",10}{"ops/req",9}{"conflicts",10}");
            AdmissionFigures alone;
            await using (var memory = AdmittingGateway.InMemory(accounts))
            {
                await Flood([memory], warming / 3);
                alone = Print("one gateway in memory, as many as go", await Flood([memory], length / 2), null);
                var paced = await Pace([memory], length / 2);
                Print($"one gateway in memory, {PerSecond} a second", paced, null);
            }

            var sharing = new List<AdmittingGateway>();
            for (var number = 0; number < Gateways; number++)
                sharing.Add(await AdmittingGateway.Sharing(address, $"bench-{run}-{number}", $"bench-{run}", accounts));
            await Flood(sharing, warming);
            Print("three on PostgreSQL, as many as go", await Flood(sharing, length), alone);
            await Pace(sharing, warming);
            Print($"three on PostgreSQL, {PerSecond} a second together", await Pace(sharing, length), null);
            await Task.WhenAll(sharing.Select(gateway => gateway.DisposeAsync().AsTask()));
        }
    }

    /// <summary>Every client asks again as soon as it was answered.</summary>
    private static async Task<AdmissionFigures> Flood(List<AdmittingGateway> gateways, TimeSpan time)
    {
        var (clock, before) = (Stopwatch.StartNew(), Cost(gateways));
        var times = await Task.WhenAll(gateways.SelectMany((gateway, number) => Enumerable.Range(0, Clients).Select(
            client => Task.Run(async () =>
            {
                var (own, random) = (new List<float>(), new Random((number * Clients) + client));
                while (clock.Elapsed < time)
                {
                    own.Add(await gateway.Admit(random, TimeSpan.Zero));

                    // Admission that waits for nobody would keep others from their turn.
                    if (own.Count % 256 == 0)
                        await Task.Yield();
                }

                return own;
            }))));
        return AdmissionFigures.Of(times.SelectMany(own => own), clock.Elapsed, Cost(gateways) - before);
    }

    /// <summary>Requests come at their time, however long those before take, and are in flight for a while.</summary>
    private static async Task<AdmissionFigures> Pace(List<AdmittingGateway> gateways, TimeSpan time)
    {
        var (clock, before) = (Stopwatch.StartNew(), Cost(gateways));
        var (asked, random) = (new List<Task<float>>(), new Random(1));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (clock.Elapsed < time)
        {
            for (var due = (int)(clock.Elapsed.TotalSeconds * PerSecond); asked.Count < due;)
            {
                var gateway = gateways[asked.Count % gateways.Count];
                var draw = random.Next();
                asked.Add(Task.Run(() => gateway.Admit(new Random(draw), TimeSpan.FromMilliseconds(50))));
            }

            await timer.WaitForNextTickAsync();
        }

        var times = await Task.WhenAll(asked);
        return AdmissionFigures.Of(times, clock.Elapsed, Cost(gateways) - before);
    }

    private static StoreCost Cost(List<AdmittingGateway> gateways) =>
        gateways.Aggregate(default(StoreCost), (sum, gateway) => sum + gateway.Cost);

    private static AdmissionFigures Print(string name, AdmissionFigures figures, AdmissionFigures? beside)
    {
        var ratio = beside is null ? "" : $"{figures.PerSecond / beside.PerSecond:0.000}";
        Console.WriteLine($"  {name,-46}{ratio,8}{figures.PerSecond,10:N0}{figures.Median,10:N1}{figures.Late,10:N1}"
            + $"{figures.Operations,9:0.000}{figures.Conflicts,10:0.0%}");
        return figures;
    }
}
