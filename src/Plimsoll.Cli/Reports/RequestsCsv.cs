using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// Requests as rows of CSV (RFC 4180), written as they end; <c>docs/reference/simulation-json.md</c> describes the
/// columns. Times are seconds since the start to the nanosecond; what was never reached is empty.
/// </summary>
/// <param name="to">Where the rows go.</param>
/// <param name="start">When the simulation begins.</param>
/// <param name="classes">Names of the classes.</param>
/// <param name="groups">Names of the groups.</param>
internal sealed class RequestsCsv(
    TextWriter to, Instant start, IReadOnlyList<string> classes, IReadOnlyList<string> groups)
{
    private const string Columns =
        "id,arrived_at,prefill_tokens,decode_tokens,replica,first_scheduled_at,first_token_at,finished_at,restarts,"
        + "outcome,ended_at,class,group,account,session,cached_tokens,produced_tokens,limit,"
        + "queue_s,ttft_s,tpot_s,e2e_s,retries";

    /// <summary>Writes the names of the columns.</summary>
    public void WriteHead() => Write(Columns, "\r\n");

    /// <summary>Writes a request.</summary>
    /// <param name="record">What became of it.</param>
    /// <param name="group">Index of its group.</param>
    public void Write(in RequestRecord record, int group = 0)
    {
        var arrival = record.Arrival;
        var times = RequestTimes.Of(record);
        Number(arrival.Id, "");
        Time(arrival.At);
        Number(arrival.Input);
        Number(arrival.Output);
        Number(record.Replica);
        Time(record.Scheduled);
        Time(record.FirstToken);
        Time(record.Outcome == RequestOutcome.Finished ? record.Ended : null);
        Number(record.Preemptions);
        Text(record.Outcome.ToString().ToLowerInvariant());
        Time(record.Ended);
        Text(classes[arrival.Class]);
        Text(groups[group]);
        Number(arrival.Account);
        Number(arrival.Session);
        Number(record.Cached);
        Number(record.Produced);
        Text(record.Limit ?? "");
        Seconds(times.Queue);
        Seconds(times.Ttft);
        Seconds(times.Tpot);
        Seconds(times.EndToEnd);
        Number(record.Retries);
        to.Write("\r\n");
    }

    private void Write(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            to.Write(part);
    }

    private void Text(string text)
    {
        var quoted = text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
        Write(",", quoted);
    }

    private void Number(long value, string before = ",") =>
        Write(before, value.ToString(CultureInfo.InvariantCulture));

    private void Time(Instant? at) => Seconds((at - start)?.Nanoseconds);

    /// <summary>Whole nanoseconds as decimal seconds, exactly and no longer than needed.</summary>
    private void Seconds(long? nanoseconds) => Write(",", nanoseconds is not { } known ? ""
        : (known / (decimal)Duration.NanosecondsPerSecond).ToString("0.#########", CultureInfo.InvariantCulture));
}
