namespace Plimsoll.Bench;

/// <summary>
/// How well the length of answers is known beforehand, on a trace: each request is estimated when it arrives, and
/// learned from when its answer is complete (one second and 20 ms a token later), so that others are in flight then.
/// </summary>
internal static class EstimateBench
{
    private const double FirstToken = 1;
    private const double PerToken = 0.02;
    private const int ThinAccount = 20;
    private const int First = 10;
    private const int Mature = 100;

    public static void Run(string tracePath)
    {
        var requests = UsageTrace.Read(tracePath);
        if (requests.Count < 10)
            throw new InvalidDataException($"{tracePath} has {requests.Count} requests; expected 10 or more.");
        Print(Path.GetFileName(tracePath), requests);
        Print($"the same, every account given up after {ThinAccount} requests", Thinned(requests));
        if (requests.Exists(request => request.Cached > 0))
            PrintInput(requests);
        PrintCost(requests);
    }

    private static void Print(string title, List<TracedRequest> requests)
    {
        var known = requests.Take(requests.Count / 10).Select(request => request.Output).Order().ToArray();
        Console.WriteLine(
            $"{title}: {requests.Count:N0} requests, {requests.DistinctBy(r => r.Account).Count():N0} accounts");
        Console.WriteLine(
            $"target {EstimateMethod.Target:0.00}{"",33}covered  covered   off    reserved/written   missing");
        Console.WriteLine($"{"",44}{"",7}  first {First}  {Mature}+      all   an answer");
        EstimateMethod[] methods =
        [
            new Constant("max_tokens", 32_000),
            new Constant("a constant", EstimateMethod.Expected),
            new Constant("p95 of the first tenth, typed in", known[known.Length * 95 / 100]),
            new PSquare(),
            new Histograms(),
            new Tracker(),
            new Learned(),
        ];
        foreach (var method in methods)
            Console.WriteLine($"{method.Name,-42} {Replay(method, requests)}");
        Console.WriteLine();
    }

    /// <summary>Input that is not read from the cache, on the assumption that the cache keeps everything.</summary>
    private static void PrintInput(List<TracedRequest> requests)
    {
        var learned = new Learned();
        double all = 0, added = 0, allOff = 0, split = 0, splitOff = 0;
        foreach (var request in requests)
        {
            var estimate = learned.EstimateAll(request);
            double actual = request.Input - request.Cached;
            added += actual;
            all += request.Input;
            allOff += Math.Abs(request.Input - actual);
            split += estimate.Input.Value;
            splitOff += Math.Abs(estimate.Input.Value - actual);
            learned.Learn(request, estimate.Output.Value);
        }

        Console.WriteLine($"{"input that is new",-44} reserved/used  off/used");
        Console.WriteLine($"{"all input is taken for new",-44} {all / added,13:0.00} {allOff / added,9:0.00}");
        Console.WriteLine(
            $"{"Plimsoll: as the account's was lately",-44} {split / added,13:0.00} {splitOff / added,9:0.00}");
        Console.WriteLine();
    }

    private static void PrintCost(List<TracedRequest> requests)
    {
        Console.WriteLine($"{"estimate and learn, once all accounts are known",-50} CPU ns     bytes");
        foreach (var accounts in (ulong[])[1, 1_000, 1_000_000])
        {
            var learned = new Learned();
            ReplayAmong(accounts, learned, requests);
            var bytes = GC.GetAllocatedBytesForCurrentThread();
            var start = Environment.CpuUsage.TotalTime;
            var pairs = ReplayAmong(accounts, learned, requests);
            var time = Environment.CpuUsage.TotalTime - start;
            bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
            Console.WriteLine(
                $"{accounts,10:N0} accounts{"",30} {time.TotalNanoseconds / pairs,6:0} {(double)bytes / pairs,9:0.0}");
        }

        Console.WriteLine();
    }

    private static long ReplayAmong(ulong accounts, Learned learned, List<TracedRequest> requests)
    {
        const ulong golden = 0x9E3779B97F4A7C15;
        var pairs = Math.Max(2 * (long)accounts, 1_000_000);
        for (var i = 0L; i < pairs; i++)
        {
            var account = unchecked((ulong)i * golden) % accounts;
            var request = requests[(int)(i % requests.Count)] with { Account = account };
            learned.Learn(request, learned.Estimate(request));
        }

        return pairs;
    }

    private static Score Replay(EstimateMethod method, List<TracedRequest> requests)
    {
        var score = new Score();
        var running = new PriorityQueue<(TracedRequest Request, long Estimate), (double At, int Order)>();
        for (var i = 0; i < requests.Count; i++)
        {
            var request = requests[i];
            while (running.TryPeek(out var ended, out var end) && end.At <= request.At)
            {
                running.Dequeue();
                method.Learn(ended.Request, ended.Estimate);
            }

            var estimate = method.Estimate(request);
            score.Add(request, estimate);
            running.Enqueue((request, estimate), (request.At + FirstToken + (PerToken * request.Output), i));
        }

        return score;
    }

    private static List<TracedRequest> Thinned(List<TracedRequest> requests)
    {
        var seen = new Dictionary<ulong, ulong>();
        return requests.ConvertAll(request =>
        {
            var count = seen.GetValueOrDefault(request.Account);
            seen[request.Account] = count + 1;
            return request with { Account = (request.Account << 32) + (count / ThinAccount) };
        });
    }

    private sealed class Score
    {
        private readonly Dictionary<ulong, (int Requests, int Covered)> accounts = [];
        private double reserved;
        private double written;
        private double missing;
        private double ratios;
        private int requests;
        private int covered;
        private int early;
        private int coveredEarly;

        public void Add(in TracedRequest request, long estimate)
        {
            var isCovered = request.Output <= estimate ? 1 : 0;
            var before = accounts.GetValueOrDefault(request.Account);
            accounts[request.Account] = (before.Requests + 1, before.Covered + isCovered);
            if (before.Requests < First)
            {
                early++;
                coveredEarly += isCovered;
            }

            requests++;
            covered += isCovered;
            reserved += estimate;
            written += request.Output;
            missing += Math.Max(0, request.Output - estimate);
            ratios += (double)estimate / Math.Max(1, request.Output);
        }

        public override string ToString()
        {
            var mature = accounts.Values.Where(account => account.Requests >= Mature)
                .Select(account => Math.Abs(((double)account.Covered / account.Requests) - EstimateMethod.Target))
                .ToList();
            var off = mature.Count == 0 ? "    -" : $"{mature.Average(),5:0.000}";
            return $"{(double)covered / requests,8:0.000} {(double)coveredEarly / early,9:0.000} {off} "
                + $"{reserved / written,8:0.00} {ratios / requests,11:0.00} {missing / written,9:0.0%}";
        }
    }
}
