using Plimsoll.Measures;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;

namespace Plimsoll.Tests.Serving.Oracle;

/// <summary>A random history of an engine, told to the engine and to the naive one.</summary>
internal sealed class EngineCase
{
    private readonly Draws draws;
    private readonly RandomTimes times;
    private readonly List<(long At, Sequence? Added, long Removed, bool IsIdleCall)> history = [];

    public EngineCase(ulong seed, bool formsAhead)
    {
        draws = new(seed);
        var block = draws.Of(1, 3) * 4;
        var caches = draws.Chance(50);
        Settings = new()
        {
            MaxSequences = draws.Chance(20) ? draws.Of(1, 3) : draws.Of(4, 20),
            TokenBudget = draws.Chance(25) ? draws.Of(1, 12) : draws.Of(16, 200),
            Blocks = draws.Of(6, draws.Chance(50) ? 30 : 200),
            BlockTokens = block,
            WatermarkBlocks = draws.Chance(30) ? draws.Of(1, 3) : 0,
            AdmitsWhole = draws.Chance(50),
            PrefixTokens = caches ? block * draws.Of(1, 3) : 0,
            LongPrefill = draws.Chance(30) ? draws.Of(3, 20) : 0,
            Queue = draws.Chance(20) ? draws.Of(0, 5) : int.MaxValue,
            FormsAhead = formsAhead,
            Order = draws.Chance(40) ? QueueOrder.Priority : QueueOrder.FirstCome,
        };
        Scheduler = draws.Of(1, 4) switch
        {
            1 => new PrefillFirst(),
            2 => new Sarathi(),
            _ => new ContinuousBatching(),
        };
        times = new(draws.Next(), draws.Of(1, 400), draws.Chance(30), draws.Chance(40));
        Draw();
    }

    public EngineSettings Settings { get; }

    public IScheduler Scheduler { get; }

    public (List<EngineEvent> Events, StepTally Tally, QuantileSketch Gaps, List<string> Answers) Fast()
    {
        var gaps = new QuantileSketch();
        var engine = new Engine(Settings, Scheduler, times, gaps);
        List<EngineEvent> events = [];
        List<string> answers = [];
        for (var index = 0; index < history.Count; index++)
        {
            var (at, added, removed, isIdleCall) = history[index];
            engine.AdvanceTo(new(at));
            Collect();
            if (added is { } sequence)
                answers.Add($"{engine.Add(sequence, new(at))} {engine.Running} {engine.Waiting}");
            else if (!isIdleCall)
                answers.Add($"{engine.Produced(removed)} {engine.Remove(removed, new(at))}");
            if (index + 1 == history.Count || history[index + 1].At > at)
                engine.Plan();
            Collect();
        }

        while (engine.Plan() is { } next)
        {
            engine.AdvanceTo(next);
            Collect();
        }

        Collect();
        Assert.Equal(Settings.Blocks, engine.FreeBlocks);
        return (events, engine.Tally, gaps, answers);

        void Collect()
        {
            events.AddRange(engine.Events);
            engine.ClearEvents();
        }
    }

    public (NaiveEngine Engine, List<string> Answers) Naive()
    {
        var engine = new NaiveEngine(Settings, Scheduler, times);
        List<string> answers = [];
        for (var index = 0; index < history.Count; index++)
        {
            var (at, added, removed, isIdleCall) = history[index];
            engine.AdvanceTo(at);
            if (added is { } sequence)
                answers.Add($"{engine.Add(sequence, at)} {engine.Running} {engine.Waiting}");
            else if (!isIdleCall)
                answers.Add($"{engine.Known(removed)} {engine.Remove(removed)}");
            if (index + 1 == history.Count || history[index + 1].At > at)
                engine.Plan();
        }

        engine.AdvanceTo(long.MaxValue);
        return (engine, answers);
    }

    private void Draw()
    {
        var at = 0L;
        var count = draws.Of(1, 40);
        for (var id = 0; id < count; id++)
        {
            at += draws.Chance(30) ? 0 : draws.Chance(70) ? draws.Of(1, 60) : draws.Of(1, 3000);
            history.Add((at, NewSequence(id), 0, false));
            if (draws.Chance(15))
                history.Add((at += draws.Of(0, 200), null, draws.Of(0, id), false));
            if (draws.Chance(20))
                history.Add((at += draws.Of(0, 200), null, 0, true));
        }
    }

    private Sequence NewSequence(int id)
    {
        var most = (int)Math.Min(400, Settings.LongestSequence + 3);
        var input = draws.Of(1, Math.Max(1, most * 2 / 3));
        var output = draws.Of(1, Math.Max(1, most / 2));
        var named = input + (draws.Chance(40) ? output : 0);
        var names = Settings.PrefixTokens == 0 || draws.Chance(30)
            ? 0
            : draws.Of(0, (named + Settings.PrefixTokens - 1) / Settings.PrefixTokens);
        var family = draws.Of(1, 3);
        var shared = draws.Of(0, names);
        return new()
        {
            Id = id,
            Input = input,
            Output = output,
            Priority = draws.Of(0, 3),
            Prefix = Enumerable.Range(0, names)
                .Select(index => index < shared ? (family * 1000L) + index : ((1000L + id) * 1000L) + index).ToArray(),
            Ready = names == 0 && family == 1 && draws.Chance(40),
            Held = names == 0 && family == 2 && draws.Chance(40) ? draws.Of(0, input - 1) : 0,
        };
    }
}
