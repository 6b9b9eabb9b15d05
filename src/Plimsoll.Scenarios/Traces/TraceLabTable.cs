using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// TraceLab's workloads: the rounds of a session one after the other, each with what its prompt has in common with the
/// one before, what is new in it, its answer, and how long the tools take after it. Times are milliseconds.
/// </summary>
internal sealed class TraceLabTable : ITraceForm
{
    /// <summary>Tokens that a name of a coding agent's prompt stands for.</summary>
    public const int Block = 64;

    private static readonly string[] Columns =
        ["session_id", "round_idx", "prefix_len", "input_len", "output_len", "tool_wait_after_ms", "arrival_time?"];

    public string Name => "tracelab";

    public string Head => "session_id,arrival_time,round_idx,prefix_len,input_len,output_len,tool_wait_after_ms";

    public bool IsDated => false;

    public bool Recognizes(string head) =>
        Columns.Where(column => !column.EndsWith('?')).All(head.Split(',').Contains);

    public int PrefixBlock(string head) => Block;

    public IEnumerable<TraceRow> Read(TraceReading reading)
    {
        using var table = TraceTable.Open(reading, reading.Open(), Columns);
        var (session, wait, nextName) = (-1L, 0L, 0L);
        var names = new PromptNames(Block);
        while (table?.Read() == true)
        {
            var id = table.Whole(0, 0, long.MaxValue);
            var isFirst = id != session;
            var (shared, added) = (table.Tokens(2), table.Tokens(3));
            var arrival = new Arrival
            {
                Id = 0,
                At = new Instant(isFirst ? Milliseconds(table, 6) : 0),
                Account = -1,
                Session = id,
                Class = reading.Class(""),
                Input = shared + added,
                Output = table.Tokens(4),
            };
            var after = Milliseconds(table, 5);
            if (!table.IsSound)
                continue;
            if (isFirst)
            {
                names = new PromptNames(Block);
                names.Begin(0, shared);
            }

            arrival = arrival with { Prefix = names.Extend(shared, shared + added, ref nextName) };
            if (arrival.Input == 0 || arrival.Output == 0)
                reading.Empty++;
            else
                yield return new(arrival, isFirst ? null : new Duration(wait));
            (session, wait) = (id, after);
        }
    }

    private static long Milliseconds(TraceTable table, int column)
    {
        if (table.Text(column).IsEmpty)
            return 0;
        if (!TraceReading.TryScaled(table.Text(column), 1e6m, out var nanoseconds) || nanoseconds < 0)
            table.Wrong(column, "a number of milliseconds of 0 or more");
        return nanoseconds;
    }
}
