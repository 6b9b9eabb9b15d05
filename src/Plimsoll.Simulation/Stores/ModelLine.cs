using System.Collections.Immutable;
using Plimsoll.Limits.Leases;

namespace Plimsoll.Simulation.Stores;

/// <summary>What a gateway knows of one seat: what it holds, who waits, and what it is saying to the store.</summary>
/// <param name="seat">The seat.</param>
/// <param name="line">What it holds.</param>
internal sealed class ModelLine(int seat, LeaseLine line)
{
    /// <summary>The seat.</summary>
    public int Seat { get; } = seat;

    /// <summary>What is held.</summary>
    public LeaseLine Line { get; } = line;

    /// <summary>Requests that wait for a lease.</summary>
    public List<ModelRequest> Waiting { get; } = [];

    /// <summary>Leases that may have been given: nobody knows how their commit ended.</summary>
    public List<UInt128> Doubtful { get; } = [];

    /// <summary>Number of what was sent last; what answers another is not listened to.</summary>
    public int Sent { get; set; }

    /// <summary>Whether an answer is waited for.</summary>
    public bool IsBusy { get; set; }

    /// <summary>The commit that was sent last; null: it is reading.</summary>
    public StoreCommit? Commit { get; set; }

    /// <summary>All that wait, together.</summary>
    public LeaseSize Wanted
    {
        get
        {
            var sum = default(LeaseSize);
            foreach (var request in Waiting)
                sum += LeaseSize.One(request.Estimate);
            return sum;
        }
    }

    /// <summary>What the store has not been told.</summary>
    public ImmutableArray<LeaseNote> Notes(Quantities.Instant now)
    {
        var notes = new List<LeaseNote>();
        Line.Notes(now, notes);
        return [.. notes];
    }
}
