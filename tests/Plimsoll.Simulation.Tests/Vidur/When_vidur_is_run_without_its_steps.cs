using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Simulation.Tests.Vidur;

public class When_vidur_is_run_without_its_steps
{
    private const int Cases = 4000;

    [Theory]
    [InlineData(VidurScheduler.Vllm, VidurRouter.RoundRobin)]
    [InlineData(VidurScheduler.Vllm, VidurRouter.LeastOutstanding)]
    [InlineData(VidurScheduler.Sarathi, VidurRouter.RoundRobin)]
    [InlineData(VidurScheduler.Sarathi, VidurRouter.LeastOutstanding)]
    public void It_agrees_with_every_step_taken_to_the_last_bit(VidurScheduler scheduler, VidurRouter router)
    {
        var (restarts, unfinished, ties) = (0L, 0, 0);
        for (var number = 0; number < Cases; number++)
        {
            var draw = new VidurCase(number);
            var settings = draw.Settings(scheduler, router);
            var requests = draw.Requests();
            var ours = VidurSimulation.Run(settings, draw.Tables, requests);
            var theirs = NaiveVidur.Run(settings, draw.Tables, requests);

            var comparison = VidurComparison.Of(ours.Outcomes, theirs.Outcomes);
            Assert.True(comparison.Exact, $"case {number}: {settings}: {string.Join(", ", comparison.Times)}");
            Assert.True(ours.Batches == theirs.Batches, $"case {number}: {ours.Batches}, {theirs.Batches} batches");
            restarts += comparison.Restarts.Ours;
            unfinished += ours.Unfinished > 0 ? 1 : 0;
            ties += requests.Count - requests.DistinctBy(request => request.ArrivedAt).Count();
        }

        // The cases reach what they are meant to reach.
        Assert.True(restarts > Cases, $"{restarts} restarts");
        Assert.True(unfinished < Cases / 4, $"{unfinished} cases leave a request unfinished");
        Assert.True(ties > Cases, $"{ties} ties");
    }
}
