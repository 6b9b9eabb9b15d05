using System.Globalization;
using System.Text.Json;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Scenarios.Tests.Measurements;

public class When_vidur_predicts_an_iteration
{
    [Theory]
    [InlineData("A_llama2-7b_a100_tp1", 2156)]
    [InlineData("B_llama2-70b_a100_tp2", 2156)]
    public void Every_composition_of_its_grid_takes_the_same_double(string name, int compositions)
    {
        var tables = VidurFixture.Tables(name);
        var lines = VidurFixture.Text(name, "grid_iteration_s.csv.gz")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            "n_prefill,prefill_chunk,prefill_kv,n_decode,decode_kv,iter_s", lines[0].TrimEnd('\r'));
        Assert.Equal(compositions, lines.Length - 1);
        foreach (var line in lines[1..])
        {
            var cells = line.Split(',');
            var numbers = cells[..5].Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
            var prompts = default(VidurPrompts);
            for (var i = 0; i < numbers[0]; i++)
                prompts = prompts.With(numbers[1], tables.KvStepOf(numbers[2]));
            Assert.Equal(
                double.Parse(cells[5], CultureInfo.InvariantCulture),
                Seconds(tables, numbers[3], (long)numbers[3] * numbers[4], prompts));
        }
    }

    [Theory]
    [InlineData("A_llama2-7b_a100_tp1")]
    [InlineData("B_llama2-70b_a100_tp2")]
    public void Every_mixed_batch_takes_the_same_double(string name)
    {
        var tables = VidurFixture.Tables(name);
        var lines = VidurFixture.Text(name, "random_batches.jsonl.gz")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1500, lines.Length);
        foreach (var line in lines)
        {
            using var json = JsonDocument.Parse(line);
            var caches = json.RootElement.GetProperty("dec").EnumerateArray().Select(kv => kv.GetInt64()).ToList();
            var prompts = default(VidurPrompts);
            foreach (var part in json.RootElement.GetProperty("pre").EnumerateArray())
                prompts = prompts.With(part[1].GetInt32(), tables.KvStepOf(part[0].GetInt32()));
            Assert.Equal(
                json.RootElement.GetProperty("iter_s").GetDouble(),
                Seconds(tables, caches.Count, caches.Sum(), prompts));
        }
    }

    [Fact]
    public void What_is_beyond_the_tables_is_refused_as_vidur_refuses_it()
    {
        var tables = VidurFixture.Small;
        var error = Assert.Throws<ArgumentOutOfRangeException>(
            () => tables.Mixed(0, 0, default(VidurPrompts).With(4000, 0).With(4000, 0)));
        Assert.Contains("KeyError", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => tables.Decode(129, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tables.Decode(1, 65));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => tables.Mixed(0, 0, default(VidurPrompts).With(1, 40).With(1, 40)));
    }

    private static double Seconds(VidurTables tables, int sequences, long context, VidurPrompts prompts) =>
        prompts.Count > 0
            ? tables.Mixed(sequences, context, prompts)
            : tables.Decode(sequences, tables.KvStepOf(context / sequences));
}
