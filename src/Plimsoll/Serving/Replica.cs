using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <summary>
/// Continuous batching as pure transitions. Each step gives one token to every sequence whose input is complete and
/// computes input of the others, first come first, up to a budget. Sequences join between steps, strictly in order of
/// arrival, while the batch has a place and the cache has room for their full length.
/// </summary>
public static class Replica
{
    /// <summary>Offers a sequence; it joins at the next step at the earliest.</summary>
    public static (ReplicaState State, Offer Answer) Add(
        ReplicaSettings settings, ReplicaState state, Sequence sequence)
    {
        if (sequence.Reserved > settings.KvTokens)
            return (state, Offer.TooLong);

        return state.Load >= settings.Batch + settings.Queue
            ? (state, Offer.Full)
            : (state with { Waiting = state.Waiting.Add(sequence) }, Offer.Accepted);
    }

    /// <summary>Takes a sequence off at once, also in the middle of a step; no change when it is not there.</summary>
    public static ReplicaState Remove(ReplicaState state, long id) => state with
    {
        Running = state.Running.RemoveAll(sequence => sequence.Id == id),
        Waiting = state.Waiting.RemoveAll(sequence => sequence.Id == id),
    };

    /// <summary>Begins a step and says how long it takes. The replica must have work and no step in progress.</summary>
    public static (ReplicaState State, Duration Duration) Begin(ReplicaSettings settings, ReplicaState state)
    {
        if (state.InStep || state.Load == 0)
            throw new InvalidOperationException("A step begins only between steps and with work to do.");

        var joining = Joining(settings, state);
        var batch = state.Running.AddRange(state.Waiting, joining).ToBuilder();
        var load = Schedule(batch, settings.PrefillBudget);
        var begun = state with
        {
            Running = batch.DrainToImmutable(),
            Waiting = state.Waiting.RemoveRange(0, joining),
            InStep = true,
        };
        return (begun, Roofline.StepTime(settings.Accelerator, settings.Shape, settings.Width, load));
    }

    /// <summary>Ends the step in progress: what it produced, in the order of the batch.</summary>
    public static (ReplicaState State, ImmutableArray<ProducedToken> Produced) End(ReplicaState state)
    {
        if (!state.InStep)
            throw new InvalidOperationException("Only a step that has begun can end.");

        var running = ImmutableArray.CreateBuilder<Sequence>(state.Running.Length);
        var produced = ImmutableArray.CreateBuilder<ProducedToken>(state.Running.Length);
        foreach (var before in state.Running)
        {
            var after = before with { Prefilled = before.Prefilled + before.Chunk, Chunk = 0 };
            if (after.Decodes)
            {
                // The last of the input also yields the first of the output.
                after = after with { Produced = after.Produced + 1 };
                produced.Add(new(after.Id, after.Produced, after.Produced == after.Output));
            }

            if (after.Produced < after.Output)
                running.Add(after);
        }

        return (state with { Running = running.DrainToImmutable(), InStep = false }, produced.DrainToImmutable());
    }

    private static int Joining(ReplicaSettings settings, ReplicaState state)
    {
        var free = (long)settings.KvTokens;
        foreach (var sequence in state.Running)
            free -= sequence.Reserved;

        var joining = 0;
        foreach (var sequence in state.Waiting)
        {
            free -= sequence.Reserved;
            if (free < 0 || state.Running.Length + joining == settings.Batch)
                break;
            joining++;
        }

        return joining;
    }

    private static StepLoad Schedule(ImmutableArray<Sequence>.Builder batch, int budget)
    {
        long decoding = 0, context = 0, prefill = 0;
        var attended = 0d;
        for (var index = 0; index < batch.Count; index++)
        {
            var sequence = batch[index];
            if (sequence.Decodes)
            {
                decoding++;
                context += sequence.Context;
                continue;
            }

            var chunk = (int)Math.Min(budget - prefill, sequence.Input - sequence.Prefilled);
            batch[index] = sequence with { Chunk = chunk };
            prefill += chunk;
            attended += chunk * (sequence.Prefilled + (chunk / 2d));
        }

        return new(decoding, Mean(context, decoding), prefill, Mean(attended, prefill));
    }

    private static double Mean(double sum, long count) => count == 0 ? 0 : sum / count;
}
