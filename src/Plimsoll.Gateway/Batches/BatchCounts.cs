namespace Plimsoll.Gateway.Batches;

/// <summary>How many requests of a batch came to which end.</summary>
internal sealed record BatchCounts(int Succeeded, int Errored, int Canceled, int Expired)
{
    /// <summary>None.</summary>
    public static BatchCounts None { get; } = new(0, 0, 0, 0);

    /// <summary>All that came to an end.</summary>
    public int Total => Succeeded + Errored + Canceled + Expired;

    /// <summary>With one more.</summary>
    public BatchCounts With(BatchOutcome outcome) => outcome switch
    {
        BatchOutcome.Succeeded => this with { Succeeded = Succeeded + 1 },
        BatchOutcome.Errored => this with { Errored = Errored + 1 },
        BatchOutcome.Canceled => this with { Canceled = Canceled + 1 },
        _ => this with { Expired = Expired + 1 },
    };
}
