using Plimsoll.Quantities;
using Plimsoll.Scenarios.Traces;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Tests.Traces;

public sealed class When_a_trace_is_written_and_read : IDisposable
{
    private readonly Published files = new();

    [Theory]
    [InlineData("own.csv")]
    [InlineData("own.csv.gz")]
    public void Everything_that_a_row_says_is_kept(string name)
    {
        var rows = TraceGenerator.Rows(
            new()
            {
                Rate = 5,
                Length = Duration.FromMinutes(10),
                Lengths = new LogNormalLengths(300, 1, 50, 1),
                Turns = 3,
                SystemPrompts = 4,
                Users = 10,
            },
            SeedTree.FromSeed(1)).Select((row, i) => row with
            {
                Arrival = row.Arrival with { Class = i % 2, Priority = i % 3 },
            }).ToList();
        TraceWriter.Write(files.PathTo(name), rows, 64, ["fast", ""]);
        var trace = Published.OpenAt(files.PathTo(name));
        Assert.Equal(("plimsoll", 64, rows.Count), (trace.Format, trace.PrefixBlock, trace.Requests));
        Assert.Equal(["fast", ""], trace.Classes);
        Assert.Equal(rows.Select(row => Told(row, trace.Classes)), Told(trace));
    }

    [Theory]
    [InlineData("azure.csv")]
    [InlineData("mooncake.jsonl")]
    [InlineData("servegen.csv")]
    [InlineData("vidur.csv")]
    [InlineData("burstgpt.csv")]
    [InlineData("tracelab.csv")]
    [InlineData("tracelab-rounds.jsonl")]
    [InlineData("vllm")]
    public void A_published_trace_is_the_same_in_our_own_form(string name)
    {
        var trace = Published.Open(name);
        var count = TraceWriter.Write(files.PathTo("own.csv"), trace.Rows(), trace.PrefixBlock, trace.Classes);
        Assert.Equal(trace.Requests, count);
        var own = Published.OpenAt(files.PathTo("own.csv"));
        Assert.Equal(Told(trace), Told(own));
        Assert.Equal((trace.First, trace.Last, trace.Period), (own.First, own.Last, own.Period));
    }

    [Fact]
    public void A_change_takes_a_part_stretches_thins_and_meets_a_rate()
    {
        var trace = Published.Open("vidur.csv");
        var change = new TraceChange
        {
            From = Duration.FromSeconds(2),
            To = Duration.FromSeconds(12),
            Stretch = 2,
            Rate = 10,
            Seed = SeedTree.FromSeed(1),
        };
        var rows = change.Of(trace).ToList();
        var part = trace.Rows().Where(row => row.Arrival.At.UnixNanoseconds is >= 2_000_000_000 and < 12_000_000_000);
        Assert.InRange(rows.Count, 200 - part.Count(), 200 + part.Count());
        Assert.True(rows.Zip(rows.Skip(1)).All(pair => pair.First.Arrival.At <= pair.Second.Arrival.At));
        Assert.All(rows, row => Assert.InRange(row.Arrival.At.UnixNanoseconds, 0, 20_000_000_000));
    }

    public void Dispose() => files.Dispose();

    private static IEnumerable<string> Told(TraceFile trace) => trace.Rows().Select(row => Told(row, trace.Classes));

    private static string Told(TraceRow row, IReadOnlyList<string> classes)
    {
        var arrival = row.Arrival;
        return $"{(row.Think is null ? arrival.At.UnixNanoseconds : null)} {row.Think} {arrival.Account} "
            + $"{arrival.Session} {classes[arrival.Class]} {arrival.Priority} {arrival.Input} {arrival.Output} "
            + string.Join(',', arrival.Prefix.ToArray());
    }
}
