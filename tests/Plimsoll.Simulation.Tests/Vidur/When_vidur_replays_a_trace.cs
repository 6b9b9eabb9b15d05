using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Simulation.Tests.Vidur;

public class When_vidur_replays_a_trace
{
    [Fact]
    public void What_is_too_long_loses_the_excess_from_its_prompt() => Assert.Equal(
        [new VidurRequest(1, 3096, 1000), new VidurRequest(2, 4000, 96)],
        new VidurTrace().Replay([new VidurRequest(1, 5000, 1000), new VidurRequest(2, 4000, 96)]));

    [Fact]
    public void Lengths_are_scaled_cut_to_whole_tokens_and_at_least_one() => Assert.Equal(
        [new VidurRequest(3, 2, 1)],
        new VidurTrace { PrefillScale = 0.5, DecodeScale = 0.1, TimeScale = 3 }.Replay([new VidurRequest(1, 5, 2)]));

    [Fact]
    public void An_output_that_leaves_no_room_for_a_prompt_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new VidurTrace().Replay([new VidurRequest(0, 10, 4096)]));
        Assert.Contains("Request 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_with_the_settings_is_told_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => VidurSimulation.Run(
            new VidurSettings { Scheduler = VidurScheduler.Vllm, Replicas = 0, BatchSizeCap = 9, ChunkSize = 0 },
            new VidurCase(1).Tables,
            []));
        Assert.Contains("Replicas", error.Message, StringComparison.Ordinal);
        Assert.Contains("BatchSizeCap", error.Message, StringComparison.Ordinal);
        Assert.Contains("ChunkSize", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_request_that_never_fits_is_told_as_unfinished()
    {
        var run = VidurSimulation.Run(
            new VidurSettings { Scheduler = VidurScheduler.Sarathi, BatchSizeCap = 8, Blocks = 2, BlockSize = 4 },
            new VidurCase(1).Tables,
            [new VidurRequest(0, 9, 1), new VidurRequest(1, 1, 1)]);
        Assert.Equal(2, run.Unfinished);
        Assert.Equal(0, run.Batches);
    }
}
