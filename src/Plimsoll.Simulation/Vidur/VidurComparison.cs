namespace Plimsoll.Simulation.Vidur;

/// <summary>How one time of all requests compares between two runs.</summary>
/// <param name="Field">Which time, by the name of its column in Vidur's results.</param>
/// <param name="Equal">Requests for which it agrees to the last bit.</param>
/// <param name="LargestDifference">Largest difference in seconds; not a number where only one of the runs has
/// it.</param>
/// <param name="Worst">Number of the request with the largest difference; -1 when all agree.</param>
public readonly record struct VidurFieldComparison(string Field, int Equal, double LargestDifference, int Worst);

/// <summary>How two runs of the same requests compare.</summary>
public sealed record VidurComparison
{
    /// <summary>Requests compared.</summary>
    public required int Requests { get; init; }

    /// <summary>Requests whose arrival or length differ: the runs were given different traces.</summary>
    public required int OtherRequests { get; init; }

    /// <summary>Requests that went to the same replica.</summary>
    public required int SameReplica { get; init; }

    /// <summary>Requests that were restarted as often.</summary>
    public required int SameRestarts { get; init; }

    /// <summary>Restarts of all requests: of the first run, and of the second.</summary>
    public required (long Ours, long Theirs) Restarts { get; init; }

    /// <summary>First scheduled, first token, finished.</summary>
    public required IReadOnlyList<VidurFieldComparison> Times { get; init; }

    /// <summary>Whether everything agrees, times to the last bit.</summary>
    public bool Exact => OtherRequests == 0 && SameReplica == Requests && SameRestarts == Requests
        && Times.All(time => time.Equal == Requests);

    /// <summary>Compares two runs, request by request.</summary>
    /// <exception cref="ArgumentException">They are not of as many requests.</exception>
    public static VidurComparison Of(IReadOnlyList<VidurOutcome> ours, IReadOnlyList<VidurOutcome> theirs)
    {
        if (ours.Count != theirs.Count)
        {
            throw new ArgumentException(
                $"{ours.Count} requests cannot be compared with {theirs.Count}: take the results of the same trace.");
        }

        var pairs = ours.Zip(theirs).ToList();
        return new VidurComparison
        {
            Requests = ours.Count,
            OtherRequests = pairs.Count(pair => pair.First.Request != pair.Second.Request),
            SameReplica = pairs.Count(pair => pair.First.Replica == pair.Second.Replica),
            SameRestarts = pairs.Count(pair => pair.First.Restarts == pair.Second.Restarts),
            Restarts = (ours.Sum(outcome => (long)outcome.Restarts), theirs.Sum(outcome => (long)outcome.Restarts)),
            Times =
            [
                Compare("first_scheduled_at", pairs, outcome => outcome.FirstScheduledAt),
                Compare("first_token_at", pairs, outcome => outcome.FirstTokenAt),
                Compare("finished_at", pairs, outcome => outcome.FinishedAt),
            ],
        };
    }

    private static VidurFieldComparison Compare(
        string field, List<(VidurOutcome Ours, VidurOutcome Theirs)> pairs, Func<VidurOutcome, double> time)
    {
        var (equal, largest, worst) = (0, 0.0, -1);
        for (var i = 0; i < pairs.Count; i++)
        {
            var (ours, theirs) = (time(pairs[i].Ours), time(pairs[i].Theirs));
            if (BitConverter.DoubleToInt64Bits(ours) == BitConverter.DoubleToInt64Bits(theirs))
            {
                equal++;
            }
            else if (worst < 0 || !(Math.Abs(ours - theirs) <= largest))
            {
                (largest, worst) = (Math.Abs(ours - theirs), i);
            }
        }

        return new VidurFieldComparison(field, equal, largest, worst);
    }
}
