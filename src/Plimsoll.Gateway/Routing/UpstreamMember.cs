using Plimsoll.Gateway.Upstream;
using Plimsoll.Quantities;
using Plimsoll.Serving.Health;
using Plimsoll.Serving.Routing;

namespace Plimsoll.Gateway.Routing;

/// <summary>
/// One upstream as the router knows it. It changes only under the router's lock, and lasts over changes of its options.
/// </summary>
internal sealed class UpstreamMember(UpstreamOptions options)
{
    // What a server without a stated number of slots is thought to run at a time: assumed.
    private const int ThoughtSlots = 16;

    // More of others' requests than this make no difference to any choice.
    private const int MostOthers = 1 << 16;

    private readonly List<(ReplicaBoard Board, int Number)> places = [];
    private int others;
    private double use;

    /// <summary>What is said of it.</summary>
    public UpstreamOptions Options { get; set; } = options;

    /// <summary>What is known of its health.</summary>
    public HealthState Health { get; set; }

    /// <summary>Whether it gets no new requests because an operator, or its options, said so.</summary>
    public bool IsDraining { get; set; } = options.IsDraining;

    /// <summary>Whether it is no longer among the upstreams, and only ends what it has.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>Whether it is given requests, but for a lack of slots.</summary>
    public bool Takes { get; private set; } = !options.IsDraining;

    /// <summary>The gateway's own requests in flight there.</summary>
    public int InFlight { get; private set; }

    /// <summary>Requests there that others sent, as last read.</summary>
    public int Others => others;

    /// <summary>What it last told of its load; null: nothing that still counts.</summary>
    public (LoadReport Report, Instant At)? Reading { get; private set; }

    /// <summary>Requests that it was given, that it served, failed and refused as full.</summary>
    public (long Given, long Served, long Failed, long Full) Counts { get; set; }

    /// <summary>What the router is told of it.</summary>
    public ReplicaTraits Traits => new()
    {
        Slots = Options.Slots ?? ThoughtSlots,
        Limit = Options.Slots ?? int.MaxValue,
        Cost = Options.Price,
        Carbon = Options.Carbon,
        Latency = [Options.Latency.TotalSeconds],
        Prepaid = Options.IsPaidFor,
    };

    /// <summary>Adds it to a board with the load that it has.</summary>
    public int AddTo(ReplicaBoard board)
    {
        var number = board.Add(Traits);
        places.Add((board, number));
        for (var i = 0; i < InFlight; i++)
            board.Place(number);
        board.ReportOthers(number, others);
        board.ReportKvUse(number, use);
        return number;
    }

    /// <summary>Leaves all boards but these.</summary>
    public void StayOn(IReadOnlyCollection<ReplicaBoard> boards) =>
        places.RemoveAll(place => !boards.Contains(place.Board));

    /// <summary>Counts a request that the router of <paramref name="on"/> has placed there.</summary>
    public void Place(ReplicaBoard on)
    {
        InFlight++;
        Counts = Counts with { Given = Counts.Given + 1 };
        foreach (var (board, number) in places)
        {
            if (board != on)
                board.Place(number);
        }
    }

    /// <summary>Counts a request out.</summary>
    public void Finish()
    {
        InFlight--;
        foreach (var (board, number) in places)
            board.Finish(number);
    }

    /// <summary>Opens or closes it on every board, as it stands.</summary>
    /// <returns>Until when it is closed if nothing else happens; null: nothing changes by itself.</returns>
    public Instant? Sync(Instant now, HealthSettings settings)
    {
        var verdict = Health.At(now, settings);
        Takes = verdict.Takes && !IsDraining && !IsLeaving;
        foreach (var (board, number) in places)
        {
            if (Takes)
                board.Open(number);
            else
                board.Close(number);
        }

        return verdict.Until;
    }

    /// <summary>Takes what it told of its load.</summary>
    /// <param name="report">What it told.</param>
    /// <param name="own">Most of the gateway's own requests that can be among those it told of.</param>
    /// <param name="now">When.</param>
    public void Report(in LoadReport report, int own, Instant now)
    {
        Reading = (report, now);
        if (report.Running is not null || report.Waiting is not null)
        {
            var all = (long)(report.Running ?? 0) + (report.Waiting ?? 0);
            others = (int)Math.Clamp(all - own, 0, MostOthers);
        }

        use = report.Use ?? use;
        Tell();
    }

    /// <summary>Lets a reading that is too old no longer count.</summary>
    public void Forget()
    {
        (Reading, others, use) = (null, 0, 0);
        Tell();
    }

    private void Tell()
    {
        foreach (var (board, number) in places)
        {
            board.ReportOthers(number, others);
            board.ReportKvUse(number, use);
        }
    }
}
