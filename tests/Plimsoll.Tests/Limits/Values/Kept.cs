using System.Buffers;
using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Values;

/// <summary>A book with a limit of every kind at work, and its values.</summary>
internal sealed class Kept
{
    private static readonly LimitTerms[] limits =
    [
        new RateLimit { Name = "rates", Requests = 100, Input = 10_000, Output = 5_000 },
        new SpendLimit { Name = "month", Period = SpendPeriod.Month, Limit = new MicroUsd(90_000_000) },
        new ConcurrencyLimit { Name = "flight", Limit = 9 },
        new AccelerationLimit
        {
            Name = "growth", Interval = Duration.FromMinutes(5), Free = new Tokens(50_000), Growth = new Factor(1.5),
        },
        new OverageTerms { Name = "overage", Daily = new MicroUsd(5_000_000) },
    ];

    public Kept()
    {
        Timeline = new PolicyTimeline(
        [
            Given.Policy(allowances: [Given.Allowance(WindowKind.Session, 1.5)]) with
            {
                Sets = new[] { new LimitSet("all", [.. limits]) }.ToFrozenDictionary(set => set.Name),
            },
        ]);
        Book = new LimitBook(Timeline);
        Book.NoteChanges();
        Organization = Book.Add(default, ScopeLevel.Organization, new ScopeTerms(["all"]));
        Path = Book.Add(Organization, ScopeLevel.Seat, new ScopeTerms(["pro", "all"], Given.Start));
        Book.SetOverage(Path, true, new MicroUsd(7), null, Given.Start);
        Book.Reset(Path, new ResetOrder(["week"]), 5, Given.Start);
        Book.UseGrant(Path, Grant, 6, Given.Start);
        Settled = Reserve(1);
        Book.Settle(Settled, Given.Output(20), Given.Start);
        Held = Reserve(2);
        Book.Report(Held, Given.Output(3), Given.Start);
        Book.ResetEverybody(new ResetOrder(["session"], ["max"]), 7, Given.Start);
    }

    public static ResetGrant Grant { get; } = new(
        "grant", "A grant", 2, Given.Start, Given.Start + Duration.FromDays(1), ResetOrder.Everything);

    public LimitBook Book { get; }

    public PolicyTimeline Timeline { get; }

    public ScopePath Organization { get; }

    public ScopePath Path { get; }

    public Reservation Settled { get; }

    public Reservation Held { get; }

    public byte[] Course => Written(Book.WriteCourse);

    /// <summary>Another book with the scopes of this one, and no reservation.</summary>
    public (LimitBook Book, ScopePath Path) Again()
    {
        var book = new LimitBook(Timeline, Course, Given.Start);
        var above = book.Add(default, ScopeLevel.Organization, ValueOf(Organization), Given.Start);
        return (book, book.Add(above, ScopeLevel.Seat, ValueOf(Path), Given.Start));
    }

    public byte[] ValueOf(ScopePath path) => Written(to => Book.Write(path, to));

    public byte[] ValueOf(Reservation reservation) => Written(to => Book.Write(reservation, to));

    public static byte[] Written(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    public Reservation Reserve(UInt128 id, Instant? now = null)
    {
        Assert.True(Book.TryReserve(
            new LimitRequest
            {
                Scope = Path,
                Class = Book.ClassNumber(Given.Class),
                Estimate = Given.Input(10),
                Id = id,
            },
            now ?? Given.Start,
            out var reservation,
            out _));
        return reservation;
    }
}
