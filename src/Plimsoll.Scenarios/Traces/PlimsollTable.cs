using System.Globalization;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>Our own form, which says everything that a row can say; <see cref="TraceWriter"/> writes it.</summary>
internal sealed class PlimsollTable : ITraceForm
{
    public const string Mark = "#plimsoll-trace/1";

    public const string BlockMark = " prefix-block=";

    public static readonly string[] Columns =
        ["arrival_ns", "account", "session", "class", "priority", "input", "output", "think_ns", "prefix"];

    public string Name => "plimsoll";

    public string Head => Mark + BlockMark + "64";

    public bool IsDated => false;

    public bool Recognizes(string head) => head.StartsWith(Mark, StringComparison.Ordinal);

    public int PrefixBlock(string head) => head.IndexOf(BlockMark, StringComparison.Ordinal) is >= 0 and var at
        && int.TryParse(
            head.AsSpan(at + BlockMark.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var block)
        ? block : 0;

    public IEnumerable<TraceRow> Read(TraceReading reading)
    {
        var text = reading.Open();
        var head = text.ReadLine() ?? "";
        var block = PrefixBlock(head);
        if (head != Mark && (block == 0 || head != $"{Mark}{BlockMark}{block}"))
        {
            reading.Line = 1;
            reading.Wrong(1, "", $"found '{head}'; expected '{Head}', or without a prefix block '{Mark}'");
        }

        using var table = TraceTable.Open(reading, text, [.. Columns.Select(Marked)], linesBefore: 1);
        while (table?.Read() == true)
        {
            var think = table.Optional(7, 0, TraceReading.Longest);
            var input = (int)table.Whole(5, 1, 1 << 24);
            var row = new TraceRow(
                new()
                {
                    Id = 0,
                    At = new Instant(think is null ? table.Whole(0, 0, TraceReading.Longest) : 0),
                    Account = (int)(table.Optional(1, 0, int.MaxValue) ?? -1),
                    Session = table.Optional(2, 0, long.MaxValue) ?? -1,
                    Class = reading.Class(table.Text(3)),
                    Priority = (int)(table.Optional(4, int.MinValue, int.MaxValue) ?? 0),
                    Input = input,
                    Output = (int)table.Whole(6, 1, 1 << 24),
                    Prefix = Names(table, block, input),
                },
                think is { } wait ? new Duration(wait) : null);
            if (table.IsSound)
                yield return row;
        }
    }

    /// <summary>Only when, how much comes in and how much goes out has to be said.</summary>
    private static string Marked(string column) =>
        column is "arrival_ns" or "input" or "output" ? column : column + "?";

    private static ReadOnlyMemory<long> Names(TraceTable table, int block, int input)
    {
        var text = table.Text(8);
        if (text.IsEmpty)
            return default;
        if (block == 0)
        {
            table.Wrong(
                8, $"nothing, or '{Mark}{BlockMark}N' in line 1, which tells how many tokens a name stands for");
            return default;
        }

        var names = new long[text.Count(' ') + 1];
        var count = 0;
        foreach (var part in text.Split(' '))
        {
            if (!long.TryParse(
                text[part], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out names[count++]))
            {
                table.Wrong(8, "whole numbers with a space between them");
                return default;
            }
        }

        if (count > ((long)input + block - 1) / block)
            table.Wrong(8, $"at most {((long)input + block - 1) / block} names for {input} tokens");
        return names;
    }
}
