using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Serving.Steps;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>What a recorded run is repeated on: an engine of one rank, or ranks whose steps run together.</summary>
internal abstract class ReplayEngine
{
    private ReplayEngine()
    {
    }

    public abstract long Steps { get; }

    public static ReplayEngine Of(RecordedRun run)
    {
        var settings = new EngineSettings
        {
            MaxSequences = run.MaxSequences,
            TokenBudget = run.TokenBudget,
            Blocks = run.Blocks,
            BlockTokens = run.BlockTokens,
            PrefixTokens = run.PrefixCaching ? run.BlockTokens : 0,
            AdmitsWhole = run.AdmitsWhole,
            LongPrefill = run.LongPrefill,
            FormsAhead = run.Ahead,
        };
        var times = new KernelStepTimes(run.Tables, run.Kernels);
        return run.Kernels.Ranks == 1 ? new One(settings, times) : new Group(settings, times, run.Kernels.Ranks);
    }

    public abstract void AdvanceTo(Instant now);

    public abstract Offer Add(in Sequence sequence, Instant now);

    public abstract Instant NextForming(Instant now);

    public abstract Instant? Plan();

    /// <summary>Hands over what happened since the last call.</summary>
    public abstract void Collect(Action<EngineEvent> tell);

    public abstract EngineState StateAt(double second);

    private sealed class One(EngineSettings settings, KernelStepTimes times) : ReplayEngine
    {
        private readonly Engine engine = new(settings, new ContinuousBatching(), times);

        public override long Steps => engine.Tally.Steps;

        public override void AdvanceTo(Instant now) => engine.AdvanceTo(now);

        public override Offer Add(in Sequence sequence, Instant now) => engine.Add(sequence, now);

        public override Instant NextForming(Instant now) => engine.NextForming(now);

        public override Instant? Plan() => engine.Plan();

        public override void Collect(Action<EngineEvent> tell)
        {
            foreach (var news in engine.Events)
                tell(news);
            engine.ClearEvents();
        }

        public override EngineState StateAt(double second) => new(
            second, engine.Running, engine.Waiting, 1 - (engine.FreeBlocks / (double)settings.Blocks));
    }

    private sealed class Group(EngineSettings settings, KernelStepTimes times, int ranks) : ReplayEngine
    {
        private readonly RankGroup group = new(settings, new ContinuousBatching(), times, ranks);
        private RankChoice? choice;

        public override long Steps => group.Steps;

        public override void AdvanceTo(Instant now) => group.AdvanceTo(now);

        public override Offer Add(in Sequence sequence, Instant now)
        {
            choice ??= new(group, now);
            return group.Add(choice.Choose(now), sequence, now);
        }

        public override Instant NextForming(Instant now) => group.NextForming(now);

        public override Instant? Plan() => group.Plan();

        public override void Collect(Action<EngineEvent> tell)
        {
            for (var rank = 0; rank < ranks; rank++)
            {
                foreach (var news in group.Events(rank))
                    tell(news);
            }

            group.ClearEvents();
        }

        public override EngineState StateAt(double second)
        {
            var (running, waiting, free) = (0, 0, 0);
            for (var rank = 0; rank < ranks; rank++)
            {
                running += group.Running(rank);
                waiting += group.Waiting(rank);
                free += group.FreeBlocks(rank);
            }

            return new(second, running, waiting, 1 - (free / (double)(settings.Blocks * ranks)));
        }
    }
}
