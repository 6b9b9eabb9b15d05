using Plimsoll.Demand;
using Plimsoll.Scenarios.Traces;

namespace Plimsoll.Scenarios.Tests.Traces;

public sealed class When_a_trace_is_taken_for_a_load : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll-").FullName;

    [Fact]
    public void Less_than_a_week_is_repeated_until_the_week_is_full()
    {
        // Two hours: one request in the first, three in the second, the last of which the trace ends with.
        var usage = Usage("vidur", "arrived_at,num_prefill_tokens,num_decode_tokens\n"
            + "0,100,10\n3700,100,10\n4000,100,10\n5400,100,10\n");

        Assert.Equal(168, usage.Length);
        Assert.Equal(usage[0] with { Hour = usage[2].Hour }, usage[2]);
        Assert.Equal(168 * 4 / 2.0, usage.Sum(row => row.Requests), 168.0);
        Assert.Equal(3, usage[1].Requests / usage[0].Requests, 9);
        Assert.Equal(10 * usage.Sum(row => row.Requests), usage.Sum(row => row.Output), 6);
    }

    [Fact]
    public void More_than_a_week_is_folded_onto_one()
    {
        var rows = string.Concat(
            Enumerable.Range(0, 336).Select(hour => $"{hour * 3600},100,{(hour < 168 ? 10 : 30)}\n"));
        var usage = Usage("vidur", "arrived_at,num_prefill_tokens,num_decode_tokens\n" + rows);

        Assert.Equal(168, usage.Length);
        Assert.All(usage, row => Assert.Equal(20, row.Output, 1e-3));
    }

    [Fact]
    public void Dates_fall_on_their_own_hours_of_the_week()
    {
        // Thursday 16 November 2023, 18:17, and two hours later: three hours of nine tenths each.
        var usage = Usage("azure-llm", "TIMESTAMP,ContextTokens,GeneratedTokens\n"
            + "2023-11-16 18:17:03.9799600,100,10\n2023-11-16 20:17:10.0000000,100,20\n"
            + "2023-11-16 20:18:00.0000000,100,20\n");
        var eighteen = (3 * 24) + 18;

        Assert.InRange(usage.Single(row => row.Hour == Hour(eighteen)).Output, 10, 12);
        Assert.DoesNotContain(usage, row => row.Hour == Hour(eighteen + 1));
        Assert.InRange(usage.Single(row => row.Hour == Hour(eighteen + 2)).Output, 40, 48);
    }

    [Fact]
    public void What_was_named_before_counts_as_cached()
    {
        var usage = Usage("plimsoll", "#plimsoll-trace/1 prefix-block=64\narrival_ns,input,output,class,prefix\n"
            + "0,128,10,opus,1 2\n1,128,10,opus,1 3\n");

        Assert.Equal(0.25, usage[0].Cached / (usage[0].Cached + usage[0].Input), 9);
        Assert.Equal("opus", usage[0].Class);
        Assert.Equal("pro", usage[0].Plan);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static Quantities.Instant Hour(int hour) => HourUsage.AnyMonday + Quantities.Duration.FromHours(hour);

    private HourUsage[] Usage(string format, string text)
    {
        var path = Path.Combine(folder, "trace.csv");
        File.WriteAllText(path, text);
        var file = TraceFile.Open(path, format, out var problems);
        Assert.True(file is not null, string.Join('\n', problems.First));
        return [.. TraceUsage.Of(file, "pro", [.. file.Classes])];
    }
}
