namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// What is known of every request of a run, by its number. Replicas write to those that were sent to them.
/// </summary>
internal sealed class VidurLedger
{
    private readonly IReadOnlyList<VidurRequest> requests;

    public VidurLedger(IReadOnlyList<VidurRequest> requests)
    {
        this.requests = requests;
        var count = requests.Count;
        (Prompt, Total, Replica, Restarts) = (new int[count], new int[count], new int[count], new int[count]);
        (ArrivedAt, Scheduled) = (new double[count], new double[count]);
        (FirstToken, Finished) = (new double[count], new double[count]);
        for (var i = 0; i < count; i++)
        {
            var request = requests[i];
            if (request.Prefill < 1 || request.Decode < 1 || !double.IsFinite(request.ArrivedAt))
            {
                throw new ArgumentException(
                    $"Request {i} arrives at {request.ArrivedAt} with {request.Prefill} tokens of prompt and "
                    + $"{request.Decode} of output: expected a finite time and 1 or more of each.");
            }

            (Prompt[i], Total[i], ArrivedAt[i]) = (request.Prefill, request.Total, request.ArrivedAt);
        }

        Scheduled.AsSpan().Fill(double.NaN);
        FirstToken.AsSpan().Fill(double.NaN);
        Finished.AsSpan().Fill(double.NaN);
    }

    /// <summary>Tokens to compute before the next is produced: a restart takes those produced to the prompt.</summary>
    public int[] Prompt { get; }

    public int[] Total { get; }

    public int[] Replica { get; }

    public int[] Restarts { get; }

    public double[] ArrivedAt { get; }

    public double[] Scheduled { get; }

    public double[] FirstToken { get; }

    public double[] Finished { get; }

    public VidurOutcome[] Outcomes()
    {
        var outcomes = new VidurOutcome[requests.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = new VidurOutcome
            {
                Request = requests[i],
                Replica = Replica[i],
                FirstScheduledAt = Scheduled[i],
                FirstTokenAt = FirstToken[i],
                FinishedAt = Finished[i],
                Restarts = Restarts[i],
            };
        }

        return outcomes;
    }
}
