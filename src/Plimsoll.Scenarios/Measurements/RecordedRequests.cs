using System.Globalization;
using System.Text.Json;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>Reads <c>requests.csv</c> and <c>prefix_blocks16.jsonl</c> of a recorded run.</summary>
internal static class RecordedRequests
{
    private const string OtherFirst = "llmservingsim_ttft_s";

    private const string OtherLast = "llmservingsim_latency_s";

    public static IReadOnlyList<RecordedRequest>? Read(string folder, List<Diagnostic> wrong)
    {
        int before = wrong.Count;
        string path = Path.Combine(folder, "requests.csv");
        string[] columns =
        [
            "id", "input_tokens", "output_tokens", "real_queued_s", "real_first_token_s", "real_last_token_s",
        ];
        bool others = KernelFile.Text(path)?.Split('\n')[0].Contains(OtherLast, StringComparison.Ordinal) ?? false;
        List<KernelRow>? rows = KernelFile.Rows(path, others ? [.. columns, OtherFirst, OtherLast] : columns, wrong);
        Dictionary<int, long[]> prefixes = Prefixes(Path.Combine(folder, "prefix_blocks16.jsonl"), wrong);
        if (rows is null || wrong.Count > before)
        {
            return null;
        }

        var requests = rows.Select(row => new RecordedRequest
        {
            Id = row.Whole(0, 0, wrong),
            Input = row.Whole(1, 1, wrong),
            Output = row.Whole(2, 1, wrong),
            Prefix = prefixes.GetValueOrDefault(row.Whole(0, 0, wrong), []),
            Queued = row.Number(3, wrong),
            FirstToken = row.Number(4, wrong),
            LastToken = row.Number(5, wrong),
            Other = others && IsGiven(row.Cells[6]) && IsGiven(row.Cells[7])
                ? (row.Number(6, wrong), row.Number(7, wrong)) : null,
        }).ToArray();
        return wrong.Count > before ? null : requests.OrderBy(request => request.Queued).ToArray();
    }

    // As pandas writes what it does not have.
    private static bool IsGiven(string cell) => cell is not ("" or "nan" or "NaN");

    /// <summary>Names of blocks by request; none when the file is not there. Names are numbered as they come.</summary>
    private static Dictionary<int, long[]> Prefixes(string path, List<Diagnostic> wrong)
    {
        var prefixes = new Dictionary<int, long[]>();
        var numbers = new Dictionary<string, long>(StringComparer.Ordinal);
        string[] lines = (KernelFile.Text(path) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        for (int line = 0; line < lines.Length; line++)
        {
            try
            {
                using var document = JsonDocument.Parse(lines[line]);
                prefixes[document.RootElement.GetProperty("id").GetInt32()] =
                    document.RootElement.GetProperty("hash_ids").EnumerateArray().Select(Numbered).ToArray();
            }
            catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
                or FormatException)
            {
                wrong.Add(new(path, line + 1, 1, "", string.Create(CultureInfo.InvariantCulture,
                    $"found {lines[line].Length} characters that are no block names; expected id and hash_ids")));
            }
        }

        return prefixes;

        // Hashes come as numbers of any size, or as text.
        long Numbered(JsonElement name)
        {
            if (numbers.TryGetValue(name.GetRawText(), out long number))
                return number;
            numbers.Add(name.GetRawText(), numbers.Count);
            return numbers.Count - 1;
        }
    }
}
