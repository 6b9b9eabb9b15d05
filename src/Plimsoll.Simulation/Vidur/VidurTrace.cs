namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// What Vidur's trace replay makes of a trace before it runs it. Lengths are scaled and cut to whole tokens, at least
/// one each; a request longer than the most tokens loses the excess from its prompt.
/// </summary>
public sealed record VidurTrace
{
    /// <summary>Most tokens of a request, prompt and output. Default 4,096.</summary>
    public int MaxTokens { get; init; } = 4096;

    /// <summary>Factor on prompts. Default 1.</summary>
    public double PrefillScale { get; init; } = 1;

    /// <summary>Factor on outputs. Default 1.</summary>
    public double DecodeScale { get; init; } = 1;

    /// <summary>Factor on arrival times. Default 1.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>The requests as they reach the cluster, in the order of the trace.</summary>
    /// <exception cref="ArgumentException">An output alone is as long as a request may be.</exception>
    public IReadOnlyList<VidurRequest> Replay(IReadOnlyList<VidurRequest> requests)
    {
        var replayed = new VidurRequest[requests.Count];
        for (var i = 0; i < replayed.Length; i++)
        {
            var request = requests[i];
            var prefill = Math.Max(1, (int)(request.Prefill * PrefillScale));
            var decode = Math.Max(1, (int)(request.Decode * DecodeScale));
            prefill -= Math.Max(0, prefill + decode - MaxTokens);
            if (prefill < 1)
            {
                throw new ArgumentException(
                    $"Request {i} has an output of {decode} tokens and so no room for a prompt in {MaxTokens}. "
                    + "Vidur would give it a prompt of no token or less: raise the most tokens, or leave it out.");
            }

            replayed[i] = new VidurRequest(request.ArrivedAt * TimeScale, prefill, decode);
        }

        return replayed;
    }
}
