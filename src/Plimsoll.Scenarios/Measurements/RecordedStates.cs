namespace Plimsoll.Scenarios.Measurements;

/// <summary>Reads <c>timeseries.csv</c> of a recorded run.</summary>
internal static class RecordedStates
{
    /// <summary>Its rows; none when the file is not there.</summary>
    public static IReadOnlyList<EngineState> Read(string folder, List<Diagnostic> wrong)
    {
        var path = Path.Combine(folder, "timeseries.csv");
        if (KernelFile.Text(path) is null)
            return [];
        var rows = KernelFile.Rows(path, ["t", "running", "waiting", "kv_cache_pct"], wrong) ?? [];
        return [.. rows.Select(row => new EngineState(
            row.Number(0, wrong), row.Whole(1, 0, wrong), row.Whole(2, 0, wrong), row.Number(3, wrong) / 100))];
    }
}
