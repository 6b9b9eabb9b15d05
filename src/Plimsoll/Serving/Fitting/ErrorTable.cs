namespace Plimsoll.Serving.Fitting;

/// <summary>Sums how far fits are from what was measured, by data set, model and metric.</summary>
internal sealed class ErrorTable
{
    private readonly Dictionary<(string Source, string Model, Metric Metric), (int Count, double Sum)[]> sums = [];

    public void Add(Measurement run, RegimeFit fit, ErrorKind kind)
    {
        var state = SteadyState.Of(run, fit.Times);
        foreach (var reading in run.Readings)
        {
            if (reading.Metric == Metric.Watts && fit.Power is null)
                continue;
            var key = (run.Source, run.Model, reading.Metric);
            if (!sums.TryGetValue(key, out var kinds))
                sums[key] = kinds = new (int, double)[Enum.GetValues<ErrorKind>().Length];
            var value = state.Value(reading.Metric, fit.Power ?? run.Accelerator.Power);
            var (count, sum) = kinds[(int)kind];
            kinds[(int)kind] = (count + 1, sum + Math.Abs((value / reading.Value) - 1));
        }
    }

    public List<FitError> Rows() => sums
        .OrderBy(entry => entry.Key.Source, StringComparer.Ordinal)
        .ThenBy(entry => entry.Key.Model, StringComparer.Ordinal)
        .ThenBy(entry => entry.Key.Metric)
        .Select(entry => new FitError(
            entry.Key.Source,
            entry.Key.Model,
            entry.Key.Metric,
            entry.Value.Max(kind => kind.Count),
            Mean(entry.Value, ErrorKind.InSample),
            Mean(entry.Value, ErrorKind.LeftOut),
            Mean(entry.Value, ErrorKind.HeldBack))).ToList();

    private static double? Mean((int Count, double Sum)[] kinds, ErrorKind kind) =>
        kinds[(int)kind] is { Count: > 0 } found ? found.Sum / found.Count : null;
}
