namespace Plimsoll.Bench.Gateway.Load;

/// <summary>Quantiles of durations in microseconds; zero where there were none.</summary>
internal readonly record struct Quantiles(double P50, double P99, double Max)
{
    public static Quantiles Of(List<int> micros)
    {
        if (micros.Count == 0)
            return default;
        micros.Sort();
        return new Quantiles(micros[micros.Count / 2], micros[(int)(micros.Count * 99L / 100)], micros[^1]);
    }
}
