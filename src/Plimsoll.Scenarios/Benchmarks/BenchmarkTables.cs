using Plimsoll.Quantities;
using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Scenarios.Benchmarks;

/// <summary>
/// Models and accelerators that benchmarks speak of, and what is assumed where they do not say: <c>models.csv</c>,
/// <c>accelerators.csv</c> and <c>assumptions.csv</c> here, and files of these names and columns beside the data, which
/// add to them and go before them.
/// </summary>
internal sealed class BenchmarkTables
{
    private static readonly string[] ModelColumns =
    [
        "name", "ids", "parameters_bn", "active_bn", "layers", "experts", "routed", "attention_width",
        "cache_values", "windowed_values", "window", "state_values",
    ];

    private static readonly string[] AcceleratorColumns =
    [
        "name", "ids", "title", "bf16_tflops", "fp8_tflops", "fp4_tflops", "memory_gb", "bandwidth_tb_s", "scale_up",
        "tdp_w",
    ];

    private static readonly string[] AssumptionColumns = ["data", "what", "value"];

    // What owners append for a tuning or a format that leaves the shape as it is.
    private static readonly string[] Endings =
    [
        "instruct", "chat", "base", "thinking", "it", "hf", "2407", "2507", "0905", "v0.1", "v0.2", "v0.3", "fp8",
        "fp4", "fp4-v2", "nvfp4", "mxfp4", "bf16", "int4", "awq", "dynamic", "fp8dynamic",
    ];

    // What drivers put into the name of a kind that has no other form: "NVIDIA A100-SXM4-80GB" is an a100.
    private static readonly string[] Forms =
    [
        "nvidia", "sxm", "sxm4", "sxm5", "sxm6", "80gb", "141gb", "180gb", "hbm2e", "hbm3", "hbm3e", "nvl72",
    ];

    private readonly Dictionary<string, OpenModel> models = [];
    private readonly Dictionary<string, KnownAccelerator> accelerators = [];
    private readonly Dictionary<(string Data, string What), string> assumptions = [];
    private readonly string folder;

    private BenchmarkTables(string folder) => this.folder = folder;

    /// <summary>Reads the tables for a data folder.</summary>
    public static BenchmarkTables Read(string folder, List<Diagnostic> wrong)
    {
        var tables = new BenchmarkTables(folder);
        foreach (var (file, text) in Files(folder, "models.csv"))
            tables.AddModels(KernelFile.RowsOf(file, text, ModelColumns, wrong) ?? [], wrong);
        foreach (var (file, text) in Files(folder, "accelerators.csv"))
            tables.AddAccelerators(KernelFile.RowsOf(file, text, AcceleratorColumns, wrong) ?? [], wrong);
        foreach (var (file, text) in Files(folder, "assumptions.csv"))
        {
            foreach (var row in KernelFile.RowsOf(file, text, AssumptionColumns, wrong) ?? [])
                tables.assumptions[(row.Cells[0], row.Cells[1])] = row.Cells[2];
        }

        return tables;
    }

    /// <summary>What is assumed of a data set where it does not say, or null.</summary>
    public string? Assumed(string data, string what) => assumptions.GetValueOrDefault((data, what));

    /// <summary>A model by the name that its owner gives it, or null after saying that it is unknown.</summary>
    public OpenModel? Model(string id, string file, int line, List<Diagnostic> wrong)
    {
        var name = Own(id);
        for (; ; )
        {
            if (models.TryGetValue(name, out var model))
                return model;
            if (Endings.FirstOrDefault(ending => name.EndsWith("-" + ending, StringComparison.Ordinal)) is not { } end)
                break;
            name = name[..^(end.Length + 1)];
        }

        wrong.Add(new(file, line, 1, "", $"found the model '{id}', whose shape is not known; "
            + $"expected one of {string.Join(", ", models.Values.Select(m => m.Name).Distinct())}. Add a row with "
            + $"{string.Join(",", ModelColumns)} to {Path.Combine(folder, "models.csv")}, from its config.json"));
        return null;
    }

    /// <summary>An accelerator by a name that benchmarks use, or null after saying that it is unknown.</summary>
    public KnownAccelerator? Accelerator(string id, string file, int line, List<Diagnostic> wrong)
    {
        var name = id.ToLowerInvariant();
        if (accelerators.TryGetValue(name, out var accelerator)
            || accelerators.TryGetValue(string.Join('_', name.Split(' ', '-', '_').Except(Forms)), out accelerator))
        {
            return accelerator;
        }

        wrong.Add(new(file, line, 1, "", $"found the accelerator '{id}', which is not known; "
            + $"expected one of {string.Join(", ", accelerators.Values.Select(a => a.Name).Distinct())}. Add a row "
            + $"with {string.Join(",", AcceleratorColumns)} to {Path.Combine(folder, "accelerators.csv")}, from its "
            + "data sheet (dense rates)"));
        return null;
    }

    /// <summary>An accelerator that a run was read with.</summary>
    public KnownAccelerator Kind(string name) => accelerators.Values.First(accelerator => accelerator.Name == name);

    private static string Own(string id) => id[(id.LastIndexOf('/') + 1)..].ToLowerInvariant();

    private static IEnumerable<(string File, string Text)> Files(string folder, string name)
    {
        var assembly = typeof(BenchmarkTables).Assembly;
        using (var stream = assembly.GetManifestResourceStream($"Plimsoll.Scenarios.Benchmarks.{name}")!)
        using (var reader = new StreamReader(stream))
            yield return ($"({name} of plimsoll)", reader.ReadToEnd());
        var beside = Path.Combine(folder, name);
        if (KernelFile.Text(beside) is { } text)
            yield return (beside, text);
    }

    private void AddModels(List<KernelRow> rows, List<Diagnostic> wrong)
    {
        foreach (var row in rows)
        {
            var model = new OpenModel
            {
                Name = row.Cells[0],
                Parameters = (row.Number(2, wrong) * 1e9, row.Number(3, wrong) * 1e9),
                Layers = row.Whole(4, 1, wrong),
                Experts = (row.Whole(5, 1, wrong), row.Whole(6, 1, wrong)),
                AttentionWidth = row.Whole(7, 1, wrong),
                CacheValues = row.Number(8, wrong),
                WindowedValues = row.Number(9, wrong),
                Window = row.Number(10, wrong),
                StateValues = row.Number(11, wrong),
            };
            foreach (var id in row.Cells[1].Split('|'))
                models[Own(id)] = model;
        }
    }

    private void AddAccelerators(List<KernelRow> rows, List<Diagnostic> wrong)
    {
        foreach (var row in rows)
        {
            var accelerator = new KnownAccelerator(
                row.Cells[0],
                row.Cells[2],
                (row.Number(3, wrong) * 1e12, row.Number(4, wrong) * 1e12, row.Number(5, wrong) * 1e12),
                new ByteSize(row.Number(6, wrong) * 1e9),
                new Bandwidth(row.Number(7, wrong) * 1e12),
                row.Whole(8, 1, wrong),
                new Watts(row.Number(9, wrong)));
            foreach (var id in row.Cells[1].Split('|'))
                accelerators[id.ToLowerInvariant()] = accelerator;
        }
    }
}
