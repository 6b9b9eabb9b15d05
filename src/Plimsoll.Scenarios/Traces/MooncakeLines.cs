using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// Mooncake's traces: a prompt of n tokens has the hashes of its n/512 blocks, the last of which may be partly filled.
/// </summary>
internal sealed class MooncakeLines : ITraceForm
{
    private const int Block = 512;

    public string Name => "mooncake";

    public string Head => """{"timestamp": …, "input_length": …, "output_length": …, "hash_ids": […]}""";

    public bool IsDated => false;

    public bool Recognizes(string head) =>
        head.StartsWith('{') && head.Contains("\"hash_ids\"", StringComparison.Ordinal)
        && head.Contains("\"timestamp\"", StringComparison.Ordinal);

    public int PrefixBlock(string head) => Block;

    public IEnumerable<TraceRow> Read(TraceReading reading)
    {
        foreach (var line in JsonTraceLine.Of(reading))
        {
            var input = (int)line.Whole("input_length", 0, 1 << 24);
            var arrival = new Arrival
            {
                Id = 0,
                At = new Instant(line.Milliseconds("timestamp")),
                Account = -1,
                Session = -1,
                Class = reading.Class(""),
                Input = input,
                Output = (int)line.Whole("output_length", 0, 1 << 24),
                Prefix = line.Wholes("hash_ids", (input + Block - 1) / Block),
            };
            if (!line.IsSound)
                continue;
            if (arrival.Input == 0 || arrival.Output == 0)
                reading.Empty++;
            else
                yield return new(arrival, null);
        }
    }
}
