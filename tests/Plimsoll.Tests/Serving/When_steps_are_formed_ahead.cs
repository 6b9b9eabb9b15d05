using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;

namespace Plimsoll.Tests.Serving;

public sealed class When_steps_are_formed_ahead
{
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 3)]
    public void Who_comes_joins_the_step_that_is_not_formed_yet(bool formsAhead, long firstTokenAtStep)
    {
        var engine = EngineOf(new() { MaxSequences = 4, TokenBudget = 100, Blocks = 100, FormsAhead = formsAhead });
        Add(engine, 0, output: 50, at: 0);
        Add(engine, 1, output: 50, at: 550);
        Assert.Equal(firstTokenAtStep * 1000, At(Run(engine), EngineEventKind.FirstToken, 1));
    }

    [Fact]
    public void On_an_idle_engine_the_first_token_comes_as_soon_as_otherwise()
    {
        var engine = EngineOf(new() { MaxSequences = 4, TokenBudget = 100, Blocks = 100, FormsAhead = true });
        Add(engine, 0, output: 5, at: 7000);
        var events = Run(engine);
        Assert.Equal(8000, At(events, EngineEventKind.FirstToken, 0));
        Assert.Equal(12_000, At(events, EngineEventKind.Finished, 0));
    }

    [Theory]
    [InlineData(false, 3000)]
    [InlineData(true, 4000)]
    public void A_seat_is_free_for_the_step_that_is_formed_once_the_last_token_is_there(bool formsAhead, long joins)
    {
        var engine = EngineOf(new() { MaxSequences = 2, TokenBudget = 100, Blocks = 100, FormsAhead = formsAhead });
        Add(engine, 0, output: 3, at: 0);
        Add(engine, 1, output: 50, at: 0);
        Add(engine, 2, output: 1, at: 0);
        var events = Run(engine);
        Assert.Equal(3000, At(events, EngineEventKind.Finished, 0));
        Assert.Equal(3000, At(events, EngineEventKind.Scheduled, 2));
        Assert.Equal(joins + 1000, At(events, EngineEventKind.FirstToken, 2));
    }

    [Fact]
    public void Nobody_takes_part_in_a_step_after_its_last_token()
    {
        var engine = EngineOf(new() { MaxSequences = 4, TokenBudget = 100, Blocks = 100, FormsAhead = true });
        Add(engine, 0, output: 3, at: 0);
        Run(engine);
        Assert.Equal((3, 2), (engine.Tally.Steps, engine.Tally.DecodeTokens));
        Assert.Equal(3, engine.OutputTokens);
    }

    private static Engine EngineOf(EngineSettings settings) =>
        new(settings, new ContinuousBatching(), new EvenTimes(1000));

    private static void Add(Engine engine, long id, int output, long at)
    {
        if (at > 0)
            engine.Plan();
        engine.AdvanceTo(new(at));
        Assert.Equal(Offer.Accepted, engine.Add(new() { Id = id, Input = 10, Output = output }, new(at)));
    }

    private static List<EngineEvent> Run(Engine engine)
    {
        while (engine.Plan() is { } next)
            engine.AdvanceTo(next);
        return [.. engine.Events];
    }

    private static long At(List<EngineEvent> events, EngineEventKind kind, long sequence) =>
        Assert.Single(events, news => news.Kind == kind && news.Sequence == sequence).At.UnixNanoseconds;
}
