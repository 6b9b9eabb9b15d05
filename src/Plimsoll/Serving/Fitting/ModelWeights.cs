namespace Plimsoll.Serving.Fitting;

/// <summary>Weights under which every model counts alike in a fit.</summary>
internal static class ModelWeights
{
    /// <summary>Square roots, for residuals: their squares sum to the number of runs.</summary>
    public static double[] Of(IReadOnlyList<Measurement> runs)
    {
        var counts = runs.CountBy(run => run.Model).ToDictionary();
        return runs.Select(run => Math.Sqrt(runs.Count / (double)counts.Count / counts[run.Model])).ToArray();
    }
}
