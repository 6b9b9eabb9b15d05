using Plimsoll.Quantities;
using Plimsoll.Serving.Steps;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Simulation.Tests.Vidur;

public class When_vidurs_times_drive_an_engine_of_ours
{
    private readonly VidurTables tables = new VidurCase(1).Tables;
    private readonly VidurStepTimes times;

    public When_vidurs_times_drive_an_engine_of_ours() => times = new VidurStepTimes(tables);

    [Fact]
    public void A_line_is_flat_and_ends_where_the_tables_go_on_to_the_next_cache()
    {
        for (var sequences = 1; sequences <= tables.MaxSequences; sequences++)
        {
            for (var context = 1L; context < 100; context++)
            {
                var line = times.Decode(sequences, context);
                var kvStep = tables.KvStepOf(context / sequences);
                Assert.Equal(FineTime.FromSeconds(tables.Decode(sequences, kvStep)), line.Time);
                Assert.Equal(default, line.PerToken);
                Assert.Equal(kvStep, tables.KvStepOf(line.Until / sequences));
                Assert.Equal(kvStep + 1, tables.KvStepOf((line.Until + 1) / sequences));
            }
        }
    }

    [Fact]
    public void Prompts_take_what_vidur_says_of_them_together() => Assert.Equal(
        FineTime.FromSeconds(tables.Mixed(2, 30, default(VidurPrompts).With(5, 0).With(7, 2))),
        times.Mixed(2, 30, [new PrefillPart(5, 0), new PrefillPart(7, 9)]));
}
