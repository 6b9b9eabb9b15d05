using Plimsoll.Scenarios.Measurements;
using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Scenarios.Tests.Measurements;

public class When_vidurs_runs_are_repeated
{
    [Theory]
    [InlineData("A_vllm_p512_q2_r1", 16_788, 0)]
    [InlineData("A_sarathi_p512_q2_r1", 17_166, 0)]
    [InlineData("A_vllm_p5000_q3_r1", 72_653, 0)]
    [InlineData("A_sarathi_p5000_q3_r1", 75_811, 0)]
    [InlineData("B_vllm_p512_q05_r1", 13_969, 0)]
    [InlineData("B_sarathi_p512_q05_r1", 14_355, 0)]
    [InlineData("B_vllm_p512_q2_r1_preempt", 3_294, 8)]
    [InlineData("B_sarathi_p512_q2_r1_preempt", 3_117, 2)]
    public void Every_time_of_every_request_agrees_to_the_last_bit(string name, long batches, int restarts)
    {
        var (settings, trace) = VidurConfigFile.Read(VidurFixture.PathOf(name, "config.json"));
        var theirs = VidurRequestsFile.Read(VidurFixture.PathOf(name, "requests.csv"));
        var requests = trace.Replay([.. theirs.Select(outcome => outcome.Request)]);

        var run = VidurSimulation.Run(settings, VidurFixture.TablesOf(name), requests);

        var comparison = VidurComparison.Of(run.Outcomes, theirs);
        Assert.All(comparison.Times, time => Assert.Equal((time.Field, theirs.Count, 0.0, -1), (
            time.Field, time.Equal, time.LargestDifference, time.Worst)));
        Assert.True(comparison.Exact);
        Assert.Equal((restarts, restarts), comparison.Restarts);
        Assert.Equal(batches, run.Batches);
        Assert.Equal(0, run.Unfinished);

        var written = new StringWriter();
        VidurRequestsFile.Write(written, run.Outcomes);
        Assert.Equal(VidurFixture.Text(name, "requests.csv.gz").ReplaceLineEndings("\n"), written.ToString());
    }
}
