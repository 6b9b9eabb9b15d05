using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// A form of CSV in which a row is a request that stands alone: Azure's, ServeGen's, Vidur's and BurstGPT's.
/// </summary>
/// <param name="name">What <c>--format</c> calls it.</param>
/// <param name="columns">Its columns: instant, input and output tokens, and what else there is.</param>
/// <param name="instant">Reads an instant in nanoseconds.</param>
/// <param name="rest">Adds what the other columns say.</param>
/// <param name="isDated">Whether instants are dates.</param>
internal sealed class RequestTable(
    string name,
    string[] columns,
    Func<TraceTable, long> instant,
    Func<TraceTable, TraceReading, Arrival, Arrival>? rest = null,
    bool isDated = false) : ITraceForm
{
    public static readonly RequestTable Azure = new(
        "azure-llm", ["TIMESTAMP", "ContextTokens", "GeneratedTokens"], Date, isDated: true);

    public static readonly RequestTable ServeGen = new(
        "servegen",
        ["arrival_s", "prefill_tokens", "decode_tokens", "client_id"],
        table => table.Seconds(0),
        (table, reading, arrival) => arrival with
        {
            Account = (int)table.Whole(3, 0, int.MaxValue),
            Class = reading.Class(""),
        });

    public static readonly RequestTable Vidur = new(
        "vidur",
        ["arrived_at", "num_prefill_tokens", "num_decode_tokens"],
        table => table.Seconds(0));

    public static readonly RequestTable BurstGpt = new(
        "burstgpt",
        ["Timestamp", "Request tokens", "Response tokens", "Model"],
        table => table.Seconds(0),
        (table, reading, arrival) => arrival with { Class = reading.Class(table.Text(3)) });

    public string Name => name;

    public string Head => string.Join(',', columns);

    public bool IsDated => isDated;

    public bool Recognizes(string head) => columns.All(head.Split(',').Contains);

    public int PrefixBlock(string head) => 0;

    public IEnumerable<TraceRow> Read(TraceReading reading)
    {
        using var table = TraceTable.Open(reading, reading.Open(), columns);
        while (table?.Read() == true)
        {
            var arrival = new Arrival
            {
                Id = 0,
                At = new Instant(instant(table)),
                Account = -1,
                Session = -1,
                Input = table.Tokens(1),
                Output = table.Tokens(2),
            };
            arrival = rest is null
                ? arrival with { Class = reading.Class("") }
                : rest(table, reading, arrival);
            if (!table.IsSound)
                continue;
            if (arrival.Input == 0 || arrival.Output == 0)
                reading.Empty++;
            else
                yield return new(arrival, null);
        }
    }

    private static long Date(TraceTable table)
    {
        if (DateTimeOffset.TryParse(
            table.Text(0), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            && date.Year is > 1970 and < 2200)
            return Instant.From(date).UnixNanoseconds;
        table.Wrong(0, "an instant such as 2023-11-16 18:17:03.9799600");
        return 0;
    }
}
