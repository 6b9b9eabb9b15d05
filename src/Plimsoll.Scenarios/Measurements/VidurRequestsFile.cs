using System.Globalization;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// Traces as Vidur replays them, and what became of their requests, as CSV; plain or with <c>.gz</c>.
/// </summary>
public static class VidurRequestsFile
{
    private const string Header =
        "id,arrived_at,prefill_tokens,decode_tokens,replica,first_scheduled_at,first_token_at,finished_at,restarts";

    /// <summary>
    /// Reads a trace: <c>arrived_at</c> in seconds, <c>num_prefill_tokens</c> and <c>num_decode_tokens</c>; or, from
    /// what became of requests, <c>prefill_tokens</c> and <c>decode_tokens</c>.
    /// </summary>
    /// <exception cref="InvalidDataException">It is wrong; the message says where and what was expected.</exception>
    public static IReadOnlyList<VidurRequest> ReadTrace(string path)
    {
        using var csv = VidurCsv.Open(path, "arrived_at");
        var of = csv.Columns.Contains("prefill_tokens") ? "" : "num_";
        csv.Require(of + "prefill_tokens", of + "decode_tokens");
        var (arrivedAt, prefill) = (csv.Column("arrived_at"), csv.Column(of + "prefill_tokens"));
        var decode = csv.Column(of + "decode_tokens");
        List<VidurRequest> requests = [];
        while (csv.Read())
            requests.Add(new VidurRequest(csv.Number(arrivedAt), csv.Whole(prefill, 0), csv.Whole(decode, 0)));
        return requests;
    }

    /// <summary>Reads what became of requests: <c>requests.csv</c> as <see cref="Write"/> writes it.</summary>
    /// <exception cref="InvalidDataException">It is wrong; the message says where and what was expected.</exception>
    public static IReadOnlyList<VidurOutcome> Read(string path)
    {
        var columns = Header.Split(',');
        using var csv = VidurCsv.Open(path, columns);
        var at = columns.Select(csv.Column).ToArray();
        List<VidurOutcome> outcomes = [];
        while (csv.Read())
        {
            if (csv.Whole(at[0], 0) != outcomes.Count)
                throw csv.Fault(at[0], $"{outcomes.Count}, as requests are numbered from 0");
            outcomes.Add(new VidurOutcome
            {
                Request = new VidurRequest(csv.Number(at[1]), csv.Whole(at[2], 1), csv.Whole(at[3], 1)),
                Replica = csv.Whole(at[4], 0),
                FirstScheduledAt = csv.Number(at[5]),
                FirstTokenAt = csv.Number(at[6]),
                FinishedAt = csv.Number(at[7]),
                Restarts = csv.Whole(at[8], 0),
            });
        }

        return outcomes;
    }

    /// <summary>
    /// Writes what became of requests, with the shortest decimals that read back as the same doubles, as Python does.
    /// </summary>
    public static void Write(TextWriter writer, IReadOnlyList<VidurOutcome> outcomes)
    {
        writer.Write(Header + '\n');
        for (var i = 0; i < outcomes.Count; i++)
        {
            var outcome = outcomes[i];
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{i},{Text(outcome.Request.ArrivedAt)},{outcome.Request.Prefill},{outcome.Request.Decode},"));
            writer.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{outcome.Replica},{Text(outcome.FirstScheduledAt)},{Text(outcome.FirstTokenAt)},"));
            writer.Write(string.Create(
                CultureInfo.InvariantCulture, $"{Text(outcome.FinishedAt)},{outcome.Restarts}\n"));
        }
    }

    private static string Text(double seconds)
    {
        if (double.IsNaN(seconds))
            return "nan";
        var text = seconds.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }
}
