using Plimsoll.Serving;
using Plimsoll.Serving.Scheduling;
using Plimsoll.Tests.Serving.Cache;

namespace Plimsoll.Tests.Serving.Oracle;

/// <content>How each scheduler forms a step.</content>
internal sealed partial class NaiveEngine
{
    private void Form()
    {
        switch (scheduler)
        {
            case ContinuousBatching:
                FormContinuous();
                break;
            case PrefillFirst:
                FormPrefillFirst();
                break;
            case Sarathi:
                FormSarathi();
                break;
        }
    }

    private void FormContinuous()
    {
        var budget = settings.TokenBudget;
        if (ServeInOrder(running, ref budget))
            Admit(budget, isWhole: false);
    }

    private void FormPrefillFirst()
    {
        var budget = settings.TokenBudget;
        foreach (var sequence in running.Where(sequence => !sequence.Decodes && !sequence.IsComplete))
        {
            var tokens = Math.Min(Capped(sequence.Tokens - sequence.Computed), budget);
            if (tokens > 0)
                Serve(sequence, tokens);
            budget -= tokens;
        }

        while (waiting.Count > 0
            && waiting[0].Tokens - Had(waiting[0]).Tokens <= budget
            && AdmitOne(ref budget, isWhole: true))
        {
        }

        var unbounded = int.MaxValue;
        if (served.Count == 0)
            ServeInOrder([.. running.Where(sequence => sequence.Decodes)], ref unbounded);
    }

    private void FormSarathi()
    {
        var unbounded = int.MaxValue;
        var isCalm = ServeInOrder([.. running.Where(sequence => sequence.Decodes)], ref unbounded);
        var budget = settings.TokenBudget - served.Count;
        foreach (var sequence in running.Where(sequence => !sequence.Decodes && !sequence.IsComplete))
        {
            var tokens = Math.Min(Capped(sequence.Tokens - sequence.Computed), budget);
            if (tokens > 0)
                Serve(sequence, tokens);
            budget -= Math.Max(0, tokens);
        }

        if (isCalm)
            Admit(budget, isWhole: true);
    }

    /// <summary>Serves sequences in order, as long as they are in the batch; says whether none gave way.</summary>
    private bool ServeInOrder(List<NaiveSequence> order, ref int budget)
    {
        var isCalm = true;
        foreach (var sequence in order.ToList())
        {
            if (budget == 0)
                break;
            if (!running.Contains(sequence) || sequence.IsComplete)
                continue;
            var tokens = Math.Min(Capped(sequence.Decodes ? 1 : sequence.Tokens - sequence.Computed), budget);
            while (Lacking(sequence, sequence.Computed + tokens) > cache.Free)
            {
                var victim = Victim();
                isCalm = false;
                if (served.Remove(victim))
                    budget += victim.Chunk;
                Preempt(victim);
                if (victim == sequence)
                    return false;
            }

            cache.Grow(sequence.Blocks!, Lacking(sequence, sequence.Computed + tokens));
            Serve(sequence, tokens);
            budget -= tokens;
        }

        return isCalm;
    }

    private void Admit(int budget, bool isWhole)
    {
        while (budget > 0 && AdmitOne(ref budget, isWhole))
        {
        }
    }

    private (int Tokens, List<NaiveCache.Block> Match) Had(NaiveSequence sequence)
    {
        if (sequence.Computed > 0)
            return (sequence.Computed, []);
        var match = settings.PrefixTokens == 0 || sequence.Names.Length == 0
            ? []
            : cache.Match(sequence.Names, NamedOf(sequence), sequence.Tokens);
        return (match.Count * settings.BlockTokens, match);
    }

    private bool AdmitOne(ref int budget, bool isWhole)
    {
        if (waiting.Count == 0 || running.Count == settings.MaxSequences)
            return false;
        var sequence = waiting[0];
        var (had, match) = Had(sequence);
        var tokens = Math.Min(Capped(sequence.Tokens - had), budget);
        var blocks = BlocksFor(isWhole ? sequence.Tokens : had + tokens);
        var needed = settings.AdmitsWhole ? BlocksFor(sequence.Tokens) : blocks;
        var reclaimed = match.Count(block => block.References == 0);
        if (needed - match.Count + reclaimed + settings.WatermarkBlocks > cache.Free)
            return false;
        waiting.RemoveAt(0);
        running.Add(sequence);
        sequence.Blocks = cache.Admit(
            settings.PrefixTokens == 0 ? [] : sequence.Names, NamedOf(sequence), match, blocks);
        sequence.Computed = had;
        Events.Add(new(EngineEventKind.Scheduled, sequence.Id, new(Whole(start)), had));
        Serve(sequence, tokens);
        budget -= tokens;
        return true;
    }

    private NaiveSequence Victim() => settings.Order == QueueOrder.FirstCome
        ? running[^1]
        : running.MaxBy(sequence => (sequence.Priority, sequence.Order))!;

    private void Preempt(NaiveSequence victim)
    {
        Release(victim);
        running.Remove(victim);
        victim.Computed = victim.Brought;
        victim.Decodes = false;
        if (settings.Order == QueueOrder.FirstCome)
            waiting.Insert(0, victim);
        else
            Enqueue(victim);
        Events.Add(new(EngineEventKind.Preempted, victim.Id, new(Whole(start))));
    }
}
