using Plimsoll.Serving.Steps;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// Reads the tables that the profiler of LLMServingSim writes for one degree of tensor parallelism: a folder with
/// <c>dense.csv</c>, <c>per_sequence.csv</c>, <c>attention.csv</c> and, for a model of experts, <c>moe.csv</c>, each of
/// which may be compressed. Times are those of one layer, in microseconds.
/// </summary>
public static class KernelProfile
{
    /// <summary>Kernels that a step runs once; every other dense kernel is run by each layer.</summary>
    private static readonly string[] OncePerStep = ["embedding", "final_layernorm"];

    /// <summary>
    /// A layer normalizes before attention and before what follows it, and the table has one of the two.
    /// </summary>
    private const string TwicePerLayer = "layernorm";

    /// <summary>Reads a folder such as <c>profile/tp1</c>.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="experts">Folder of the expert table, measured at one degree only; null in a dense model.</param>
    /// <param name="wrong">Takes everything that is wrong.</param>
    /// <returns>The tables, or null when something is wrong.</returns>
    public static KernelTables? Read(string folder, string? experts, List<Diagnostic> wrong)
    {
        int before = wrong.Count;
        Dictionary<string, KernelCurve> dense = Curves(Path.Combine(folder, "dense.csv"), "tokens", wrong);
        Dictionary<string, KernelCurve> ends = Curves(Path.Combine(folder, "per_sequence.csv"), "sequences", wrong);
        AttentionTable? attention = Attention(Path.Combine(folder, "attention.csv"), wrong);
        ExpertTable? moe = experts is null ? null : Experts(Path.Combine(experts, "moe.csv"), wrong);
        if (wrong.Count > before)
        {
            return null;
        }

        var layer = dense.Where(pair => !OncePerStep.Contains(pair.Key))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SelectMany(pair => Enumerable.Repeat(pair.Value, pair.Key == TwicePerLayer ? 2 : 1));
        return new KernelTables
        {
            Layer = layer.ToArray(),
            Step = OncePerStep.Where(dense.ContainsKey).Select(name => dense[name]).ToArray(),
            Sequences = ends.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value).ToArray(),
            Attention = attention!,
            Experts = moe,
        };
    }

    private static Dictionary<string, KernelCurve> Curves(string path, string measure, List<Diagnostic> wrong)
    {
        var curves = new Dictionary<string, KernelCurve>(StringComparer.Ordinal);
        foreach (var kernel in (KernelFile.Rows(path, ["layer", measure, "time_us"], wrong) ?? [])
            .GroupBy(row => row.Cells[0], StringComparer.Ordinal))
        {
            if (Curve(kernel, 1, 2, wrong) is { } curve)
            {
                curves.Add(kernel.Key, curve);
            }
        }

        return curves;
    }

    private static KernelCurve? Curve(IEnumerable<KernelRow> rows, int at, int time, List<Diagnostic> wrong)
    {
        int before = wrong.Count;
        var points = new SortedDictionary<int, double>();
        foreach (KernelRow row in rows)
        {
            int place = row.Whole(at, 1, wrong);
            if (!points.TryAdd(place, Time(row, time, wrong)) && wrong.Count == before)
            {
                wrong.Add(new(row.File, row.Line, 1, row.Columns[at],
                    $"found {row.Cells[0]} at {place} again; expected each point once"));
            }
        }

        return wrong.Count > before
            ? null
            : new KernelCurve(points.Keys.Select(key => (double)key).ToArray(), points.Values.ToArray());
    }

    private static double Time(KernelRow row, int column, List<Diagnostic> wrong)
    {
        double time = row.Number(column, wrong);
        if (time == 0)
        {
            wrong.Add(new(row.File, row.Line, 1, row.Columns[column], "found 0; expected a time above zero"));
        }

        return time;
    }

    private static AttentionTable? Attention(string path, List<Diagnostic> wrong)
    {
        string[] columns = ["prefill_chunk", "kv_prefill", "n_decode", "kv_decode", "time_us"];
        if (KernelFile.Rows(path, columns, wrong) is not { } rows)
        {
            return null;
        }

        int before = wrong.Count;
        var points = new Dictionary<(int, int, int, int), AttentionPoint>(rows.Count);
        foreach (KernelRow row in rows)
        {
            var point = new AttentionPoint(row.Whole(0, 0, wrong), row.Whole(1, 0, wrong), row.Whole(2, 0, wrong),
                row.Whole(3, 0, wrong), Time(row, 4, wrong));
            if (!points.TryAdd((point.Chunk, point.Before, point.Sequences, point.Context), point))
            {
                wrong.Add(new(path, row.Line, 1, "", "found a point again; expected each point once"));
            }
        }

        return wrong.Count > before ? null : new AttentionTable(points.Values);
    }

    private static ExpertTable? Experts(string path, List<Diagnostic> wrong)
    {
        if (KernelFile.Rows(path, ["tokens", "activated_experts", "time_us"], wrong) is not { } rows)
        {
            return null;
        }

        int before = wrong.Count;
        var used = rows.GroupBy(row => row.Whole(1, 1, wrong)).OrderBy(group => group.Key).ToArray();
        KernelCurve?[] curves = used.Select(group => Curve(group, 0, 2, wrong)).ToArray();
        return wrong.Count > before
            ? null
            : new ExpertTable(
                used.Select(group => (double)group.Key).ToArray(), curves.Select(curve => curve!).ToArray());
    }
}
