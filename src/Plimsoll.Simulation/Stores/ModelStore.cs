using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Stores;

/// <summary>
/// A store as its gateways see it: versions that are compared before anything is done, and all of a commit or nothing.
/// What its values say is held by one book, to which commits do what a gateway would do to the values that it read:
/// the versions say that they are the same.
/// </summary>
public sealed class ModelStore
{
    private readonly StoreCase drawn;
    private readonly List<StoreEvent> history;
    private readonly LeaseAuthority authority;
    private readonly LeasePath[] paths;
    private readonly Dictionary<UInt128, LentLease> leases = [];
    private readonly long[] seatVersions;
    private PolicyTimeline timeline;
    private long organizationVersion = 1;
    private int resets;

    /// <summary>A store in which nothing was used.</summary>
    public ModelStore(StoreCase drawn, List<StoreEvent> history)
    {
        (this.drawn, this.history, timeline) = (drawn, history, drawn.Timeline);
        Book = new LimitBook(timeline);
        Book.Advance(StoreCase.Start);
        authority = new LeaseAuthority(Book, drawn.Terms);
        var organization = Book.Add(default, ScopeLevel.Organization, new ScopeTerms(["team"], drawn.WeekAnchor));
        var lent = new LentRates();
        paths =
        [
            .. Enumerable.Range(0, drawn.Seats).Select(_ => new LeasePath(
                Book.Add(organization, ScopeLevel.Seat, new ScopeTerms(["pro"], drawn.WeekAnchor)),
                [lent, new LentRates()])),
        ];
        seatVersions = new long[drawn.Seats];
    }

    /// <summary>What its values say.</summary>
    public LimitBook Book { get; }

    /// <summary>Commits that were made.</summary>
    public int Commits { get; private set; }

    /// <summary>Answers what is asked about a seat.</summary>
    /// <param name="seat">The seat.</param>
    /// <param name="asked">Leases that may have been given.</param>
    /// <param name="now">Its clock.</param>
    public StoreAnswer Read(int seat, ImmutableArray<UInt128> asked, Instant now) => new StoreAnswer.Values(
        now,
        (organizationVersion, seatVersions[seat]),
        [.. asked.Where(id => leases.TryGetValue(id, out var lease) && lease.Reservation.IsOpen)
            .Select(id => leases[id].Grant)]);

    /// <summary>Does all of a commit, or nothing.</summary>
    public StoreAnswer Commit(StoreCommit commit, Instant now)
    {
        var versions = (organizationVersion, seatVersions[commit.Seat]);
        if (versions != commit.Expected)
            return new StoreAnswer.Conflict(now);
        Commits++;
        history.Add(new StoreEvent.Committed(now, commit, versions));
        organizationVersion++;
        seatVersions[commit.Seat]++;
        var open = commit.Notes.Select(note => Note(note, now)).ToImmutableArray();
        if (commit.Ask is not { } ask)
            return new StoreAnswer.Done(now, open, null, null);
        var path = paths[commit.Seat];
        if (!authority.TryTake(path, ask, now, out var lease, out var refusal))
        {
            history.Add(new StoreEvent.Refused(now, commit.Seat, refusal));
            return new StoreAnswer.Done(now, open, null, refusal);
        }

        leases.Add(ask.Id, lease);
        var session = Book.States(path.Scope, null, now).Single(state => state.Kind == LimitKind.Session);
        history.Add(new StoreEvent.Taken(now, commit.Seat, lease.Grant, session.ResetsAt!.Value));
        return new StoreAnswer.Done(now, open, lease.Grant, null);
    }

    /// <summary>Does what operators do.</summary>
    public void Act(StoreAct act, Instant now)
    {
        PolicyTimeline? adopted = null;
        foreach (var path in paths)
            authority.Pass(path, now);
        switch (act)
        {
            case StoreAct.ResetAll:
                Book.ResetEverybody(ResetOrder.Everything, (UInt128)(++resets), now);
                break;
            case StoreAct.ResetOne:
                Book.Reset(paths[0].Scope, ResetOrder.Everything, (UInt128)(++resets), now);
                break;
            case StoreAct.AdoptPolicy(_, var percent):
                timeline = adopted = Adopted(now, percent);
                Book.Adopt(timeline, now);
                break;
        }

        organizationVersion++;
        for (var seat = 0; seat < seatVersions.Length; seat++)
            seatVersions[seat]++;
        history.Add(new StoreEvent.Acted(now, act, adopted));
    }

    /// <summary>What a seat's limits say.</summary>
    public ImmutableArray<LimitState> States(int seat, Instant now)
    {
        authority.Pass(paths[seat], now);
        return Book.States(paths[seat].Scope, null, now);
    }

    private bool Note(in LeaseNote note, Instant now)
    {
        var isOpen = leases.TryGetValue(note.Lease, out var lease) && authority.TakeNote(lease, note.Totals, now);
        history.Add(new StoreEvent.Noted(now, note, isOpen));
        return isOpen;
    }

    private PolicyTimeline Adopted(Instant now, int percent)
    {
        var from = now + drawn.Terms.Life;
        return new PolicyTimeline(
            [.. timeline.Versions.Where(version => version.EffectiveFrom < from), drawn.Changed(from, percent)]);
    }
}
