namespace Plimsoll.Bench;

/// <summary>Runs subjects in turn, round by round, so that whatever slows the machine down slows all of them.</summary>
internal sealed class Comparison(string baselineName, Action<int> baseline, int operations)
{
    private const int Rounds = 15;
    private readonly List<(string Name, Action<int> Run)> subjects = [(baselineName, baseline)];

    public void Add(string name, Action<int> run) => subjects.Add((name, run));

    /// <summary>Prints the ratio to the baseline, CPU time and allocated bytes per operation: medians.</summary>
    public void Print()
    {
        var samples = subjects.ConvertAll(_ => new List<(double Nanoseconds, double Ratio, double Bytes)>());
        foreach (var (_, run) in subjects)
            run(operations);
        for (var round = 0; round < Rounds; round++)
        {
            var first = 0.0;
            for (var i = 0; i < subjects.Count; i++)
            {
                var (nanoseconds, bytes) = Measure(subjects[i].Run);
                if (i == 0)
                    first = nanoseconds;
                samples[i].Add((nanoseconds, nanoseconds / first, bytes));
            }
        }

        Console.WriteLine($"{"",-58} {"ratio",7} {"CPU ns",9} {"bytes",7}");
        for (var i = 0; i < subjects.Count; i++)
        {
            Console.WriteLine(
                $"{subjects[i].Name,-58} {Median(samples[i], s => s.Ratio),7:0.00} "
                + $"{Median(samples[i], s => s.Nanoseconds),9:0.0} {Median(samples[i], s => s.Bytes),7:0.0}");
        }

        Console.WriteLine($"medians of {Rounds} rounds of {operations:N0} operations each\n");
    }

    private (double Nanoseconds, double Bytes) Measure(Action<int> run)
    {
        GC.Collect();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;
        run(operations);
        var time = Environment.CpuUsage.TotalTime - start;
        return (time.TotalNanoseconds / operations,
            (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)operations);
    }

    private static double Median<T>(List<T> samples, Func<T, double> value) =>
        samples.Select(value).Order().ElementAt(samples.Count / 2);
}
