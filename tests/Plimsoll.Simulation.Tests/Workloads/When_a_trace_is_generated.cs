using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Workloads;

public class When_a_trace_is_generated
{
    private static readonly GeneratorSettings plain = new()
    {
        Rate = 20,
        Length = Duration.FromHours(2),
        Lengths = new LogNormalLengths(1000, 0.7, 250, 0.4),
    };

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    [InlineData(0.5, 0.25)]
    public void Gaps_have_the_stated_variation_and_minutes_the_dispersion_of_a_renewal_process(
        double variation, double dispersion)
    {
        var summary = Rows.Summary(Generate(plain with { GapVariation = variation }));
        Assert.Equal(20, summary.PerSecond, 0.5 * variation);
        Assert.Equal(variation, summary.GapVariation, 0.03 * variation);

        // Counts of a renewal process over a long time disperse by the square of its variation.
        Assert.Equal(dispersion, summary.Dispersion, 0.35 * dispersion);
    }

    [Fact]
    public void Hours_have_their_weights_and_the_day_its_rate()
    {
        double[] weights = [.. Enumerable.Range(0, 24).Select(hour => hour == 3 ? 0.0 : 1 + (hour % 5))];
        var rows = Generate(plain with { Length = Duration.FromDays(2), Rate = 2, DayWeights = [.. weights] });
        var byHour = rows.CountBy(row => (int)(row.Seconds() / 3600) % 24).ToDictionary();
        Assert.Equal(2 * 2 * 86400, rows.Count, 2 * 2 * 86400 * 0.02);
        Assert.False(byHour.ContainsKey(3));
        for (var hour = 4; hour < 24; hour++)
            Assert.Equal(weights[hour] / weights.Sum(), byHour[hour] / (double)rows.Count, 0.003);
    }

    [Fact]
    public void Lengths_have_the_mean_and_the_spread_of_their_logarithm()
    {
        var rows = Generate(plain);
        Assert.Equal(1000, rows.Average(row => row.Arrival.Input), 10.0);
        Assert.Equal(250, rows.Average(row => row.Arrival.Output), 2.0);
        Assert.Equal(0.7, Spread(rows.Select(row => Math.Log(row.Arrival.Input))), 0.01);
        Assert.Equal(0.4, Spread(rows.Select(row => Math.Log(row.Arrival.Output))), 0.01);
    }

    [Fact]
    public void Lengths_that_were_seen_come_in_their_pairs_as_often_as_they_were_seen()
    {
        var seen = new SeenLengths([(10, 1), (10, 1), (20, 2), (30, 3)]);
        var rows = Generate(plain with { Lengths = seen });
        Assert.All(rows, row => Assert.Equal(row.Arrival.Input, row.Arrival.Output * 10));
        Assert.Equal(0.5, rows.Count(row => row.Arrival.Output == 1) / (double)rows.Count, 0.01);
    }

    [Fact]
    public void Conversations_have_the_stated_turns_think_in_between_and_grow()
    {
        var rows = Generate(plain with { Turns = 4, Think = Duration.FromSeconds(45) });
        var summary = Rows.Summary(rows);
        Assert.Equal(20, rows.Count / 7200.0, 1.0);
        Assert.Equal(4, rows.Count / (double)summary.Sessions, 0.15);
        Assert.Equal(45, rows.Where(row => row.Think is not null).Average(row => row.Think!.Value.Seconds), 1.0);
        foreach (var (before, row) in rows.Zip(rows.Skip(1)).Where(pair => pair.Second.Think is not null))
        {
            Assert.Equal(before.Arrival.Session, row.Arrival.Session);
            Assert.True(row.Arrival.Input > before.Arrival.Input + before.Arrival.Output);
            Assert.True(row.Arrival.Prefix.Span.StartsWith(before.Arrival.Prefix.Span));
        }
    }

    [Fact]
    public void A_conversation_ends_before_it_is_too_long()
    {
        var rows = Generate(plain with { Turns = 20, MostTokens = 8000 });
        Assert.All(
            rows.Where(row => row.Think is not null),
            row => Assert.True(row.Arrival.Input + row.Arrival.Output <= 8000));
    }

    [Fact]
    public void System_prompts_are_shared_by_their_popularity()
    {
        var rows = Generate(plain with { SystemPrompts = 50, SystemTokens = 640, SystemSkew = 1 });
        Assert.All(rows, row => Assert.True(row.Arrival.Input > 640));
        var first = rows.CountBy(row => row.Arrival.Prefix.Span[0])
            .Select(pair => pair.Value).OrderDescending().ToList();
        Assert.Equal(50, first.Count);

        // The most popular of n under Zipf's law with exponent 1 has one over the n-th harmonic number.
        Assert.Equal(1 / Enumerable.Range(1, 50).Sum(k => 1.0 / k), first[0] / (double)rows.Count, 0.005);
        var shared = rows.GroupBy(row => row.Arrival.Prefix.Span[0]).First();
        Assert.All(shared, row => Assert.True(
            row.Arrival.Prefix.Span[..10].SequenceEqual(shared.First().Arrival.Prefix.Span[..10])));
        Assert.Equal(640.0 / rows.Average(row => row.Arrival.Input), Rows.Summary(rows).SeenShare, 0.01);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    public void Users_have_a_tail_of_the_stated_exponent(double skew)
    {
        var rows = Generate(plain with { Rate = 100, Users = 2000, UserSkew = skew });
        Assert.Equal(1 / skew, Rows.Summary(rows).TailExponent, 0.1 / skew);
    }

    [Fact]
    public void Adding_one_thing_moves_no_other()
    {
        var before = Generate(plain);
        var after = Generate(plain with { Users = 9, SystemPrompts = 3, SystemTokens = 64, UserSkew = 2 });
        Assert.Equal(before.Select(row => row.Arrival.At), after.Select(row => row.Arrival.At));
        Assert.Equal(
            before.Select(row => (row.Arrival.Input, row.Arrival.Output)),
            after.Select(row => (row.Arrival.Input - 64, row.Arrival.Output)));
        var burstier = Generate(plain with { GapVariation = 2 });
        var both = Math.Min(before.Count, burstier.Count);
        Assert.Equal(
            before.Take(both).Select(row => row.Arrival.Input), burstier.Take(both).Select(row => row.Arrival.Input));
    }

    [Fact]
    public void A_longer_trace_begins_with_the_shorter_one()
    {
        var shorter = Generate(plain with { Length = Duration.FromHours(1) });
        Assert.Equal(shorter, Generate(plain).Take(shorter.Count));
        Assert.NotEqual(shorter, TraceGenerator.Rows(plain, SeedTree.FromSeed(2)).Take(shorter.Count));
    }

    private static List<TraceRow> Generate(GeneratorSettings settings) =>
        [.. TraceGenerator.Rows(settings, SeedTree.FromSeed(1))];

    private static double Spread(IEnumerable<double> values)
    {
        var all = values.ToList();
        var mean = all.Average();
        return Math.Sqrt(all.Average(value => (value - mean) * (value - mean)));
    }
}
