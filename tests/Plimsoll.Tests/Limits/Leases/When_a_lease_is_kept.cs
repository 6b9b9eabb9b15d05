using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Tests.Limits.Values;

namespace Plimsoll.Tests.Limits.Leases;

public class When_a_lease_is_kept
{
    // A flag, and five counts of tokens that are 0.
    private const int EnteredBytes = 6;

    private readonly Kept kept = new();

    [Fact]
    public void It_is_read_as_it_was_written()
    {
        var (lease, _) = Taken();
        lease.Entered = Given.Output(3);

        var read = LentLeaseValue.Read(Kept.Written(to => lease.Write("acme/anna", kept.Book, to)));

        Assert.Equal("acme/anna", read.Path);
        Assert.Equal(lease.Grant, read.Grant);
        Assert.Equal(lease.Reservation.ExpiresAt, read.ExpiresAt);
        Assert.Equal(Given.Output(3), read.Entered);
    }

    /// <summary>The first form did not say what of a lease the ledger has.</summary>
    [Fact]
    public void One_of_the_first_form_is_read_and_written_in_the_present_one()
    {
        var (lease, path) = Taken();
        var reservation = kept.ValueOf(lease.Reservation);
        var present = Kept.Written(to => lease.Write("acme/anna", kept.Book, to));
        byte[] first = [1, .. present[1..^(reservation.Length + EnteredBytes)], .. reservation];
        kept.Book.Forget(lease.Reservation);

        var opened = LentLeaseValue.Read(first).Open(kept.Book, path, Given.Start);
        var written = Kept.Written(to => opened.Write("acme/anna", kept.Book, to));

        Assert.Equal(2, present[0]);
        Assert.Equal(lease.Grant, opened.Grant);
        Assert.Null(opened.Entered);
        Assert.Equal(2, written[0]);
        Assert.Null(LentLeaseValue.Read(written).Entered);
    }

    private (LentLease Lease, LeasePath Path) Taken()
    {
        var path = new LeasePath(kept.Path, [new LentRates(), new LentRates()]);
        var kind = new LeaseKind(kept.Book.ClassNumber(Given.Class), 0, 0, Lane.Standard, false);
        var ask = new LeaseAsk(9, kind, LeaseSize.One(Given.Output(5)), Given.Output(5));
        Assert.True(new LeaseAuthority(kept.Book, new LeaseTerms())
            .TryTake(path, ask, Given.Start, out var lease, out _));
        return (lease, path);
    }
}
