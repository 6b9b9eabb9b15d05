using Plimsoll.Quantities;
using Plimsoll.Serving;

namespace Plimsoll.Scenarios.Measurements;

/// <summary>
/// Repeats a recorded run on an engine of ours: a request comes when the real engine took it in, and everything after
/// that follows from the settings and the tables of kernels.
/// </summary>
public static class RecordedReplay
{
    /// <summary>Repeats a run.</summary>
    /// <exception cref="InvalidDataException">A request would never fit.</exception>
    public static ReplayedRun Of(RecordedRun run)
    {
        var requests = run.Requests.Select(request => new ReplayedRequest(request)).ToArray();
        var states = new List<EngineState>(run.States.Count);
        var engine = ReplayEngine.Of(run);
        for (var index = 0; index < requests.Length; index++)
        {
            var recorded = run.Requests[index];
            var at = InstantOf(recorded.Queued);
            AdvanceTo(at);
            var sequence = new Sequence
            {
                Id = index,
                Input = recorded.Input,
                Output = recorded.Output,
                Prefix = run.PrefixCaching ? NamesOf(index, recorded, run.BlockTokens) : default,
            };
            if (engine.Add(sequence, at) != Offer.Accepted)
            {
                throw new InvalidDataException(
                    $"Request {recorded.Id}: found {recorded.Input + recorded.Output} tokens, "
                    + $"expected no more than {run.Blocks} blocks of {run.BlockTokens} hold.");
            }

            requests[index].Queued = SecondsOf(engine.NextForming(at));
        }

        while (engine.Plan() is { } next)
            AdvanceTo(next);
        return new(run, requests, states, engine.Steps);

        void AdvanceTo(Instant at)
        {
            while (states.Count < run.States.Count && InstantOf(run.States[states.Count].Second) <= at)
            {
                var second = run.States[states.Count].Second;
                engine.AdvanceTo(InstantOf(second));
                states.Add(engine.StateAt(second));
            }

            engine.AdvanceTo(at);
            engine.Collect(news => Tell(requests[news.Sequence], news));
        }
    }

    /// <summary>
    /// Names of the prompt's blocks, then of those that it fills with what it produces: nobody else's, but its own to
    /// find again when it has given way.
    /// </summary>
    private static long[] NamesOf(int index, RecordedRequest request, int blockTokens)
    {
        var names = new long[(request.Input + request.Output) / blockTokens];
        var each = blockTokens / RecordedRequest.PrefixTokens;
        var named = blockTokens % RecordedRequest.PrefixTokens == 0
            ? Math.Min(request.Prefix.Length / each, request.Input / blockTokens) : 0;
        for (var block = 0; block < named; block++)
            names[block] = request.Prefix.Span[(each * (block + 1)) - 1];
        for (var block = named; block < names.Length; block++)
            names[block] = -1 - (((long)index << 32) + block);
        return names;
    }

    private static void Tell(ReplayedRequest request, EngineEvent news)
    {
        switch (news.Kind)
        {
            case EngineEventKind.FirstToken:
                request.FirstToken = SecondsOf(news.At);
                break;
            case EngineEventKind.Finished:
                request.LastToken = SecondsOf(news.At);
                break;
            case EngineEventKind.Preempted:
                request.Preemptions++;
                break;
        }
    }

    private static Instant InstantOf(double seconds) => new Instant(0) + Duration.FromSeconds(seconds);

    private static double SecondsOf(Instant at) => (at - new Instant(0)).Seconds;
}
