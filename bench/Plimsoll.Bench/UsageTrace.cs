using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Plimsoll.Bench;

/// <summary>One request of a trace.</summary>
/// <param name="At">Arrival in seconds.</param>
/// <param name="Account">Who asked; 0 where the trace does not say.</param>
/// <param name="Input">Tokens of input.</param>
/// <param name="Output">Tokens of output.</param>
/// <param name="Cached">Tokens of the input that some request before had as its beginning too.</param>
internal readonly record struct TracedRequest(double At, ulong Account, int Input, int Output, int Cached = 0);

/// <summary>
/// Reads traces of language model use: Azure 2023 and ServeGen (CSV, plain or gzip), Mooncake (JSON Lines). In the
/// order of arrival.
/// </summary>
internal static class UsageTrace
{
    private const string Azure = "TIMESTAMP,ContextTokens,GeneratedTokens";
    private const string ServeGen = "arrival_s,client_id,prefill_tokens,decode_tokens,reason_ratio";

    public static List<TracedRequest> Read(string path)
    {
        using Stream file = File.OpenRead(path);
        using var plain = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(plain);
        var blocks = new HashSet<int>();
        Func<string, TracedRequest> parse = path.EndsWith(".jsonl", StringComparison.Ordinal)
            ? line => Mooncake(line, blocks)
            : reader.ReadLine() switch
            {
                Azure => AzureLine,
                ServeGen => ServeGenLine,
                var other => throw new InvalidDataException(
                    $"{path}:1: found '{other}'; expected '{Azure}', '{ServeGen}' or a file that ends in .jsonl."),
            };
        List<TracedRequest> requests = [];
        while (reader.ReadLine() is { Length: > 0 } line)
            requests.Add(parse(line));
        requests.Sort((left, right) => left.At.CompareTo(right.At));
        return requests;
    }

    private static TracedRequest AzureLine(string line)
    {
        var cells = line.Split(',');
        var at = DateTime.Parse(cells[0], CultureInfo.InvariantCulture) - DateTime.UnixEpoch;
        return new TracedRequest(at.TotalSeconds, 0, Number(cells[1]), Number(cells[2]));
    }

    private static TracedRequest ServeGenLine(string line)
    {
        var cells = line.Split(',');
        return new TracedRequest(
            double.Parse(cells[0], CultureInfo.InvariantCulture),
            (ulong)Number(cells[1]),
            Number(cells[2]),
            Number(cells[3]));
    }

    private static TracedRequest Mooncake(string line, HashSet<int> blocks)
    {
        const int tokensInBlock = 512;
        using var json = JsonDocument.Parse(line);
        var input = json.RootElement.GetProperty("input_length").GetInt32();
        var ids = json.RootElement.GetProperty("hash_ids").EnumerateArray().Select(id => id.GetInt32()).ToList();
        var known = ids.TakeWhile(blocks.Contains).Count();
        blocks.UnionWith(ids);
        return new TracedRequest(
            json.RootElement.GetProperty("timestamp").GetDouble() / 1000,
            0,
            input,
            json.RootElement.GetProperty("output_length").GetInt32(),
            Math.Min(input, known * tokensInBlock));
    }

    private static int Number(string cell) => int.Parse(cell, CultureInfo.InvariantCulture);
}
