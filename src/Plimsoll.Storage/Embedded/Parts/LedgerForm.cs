using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Storage.Embedded.Frames;

namespace Plimsoll.Storage.Embedded.Parts;

/// <summary>The form of entries and sums.</summary>
internal static class LedgerForm
{
    private const byte Estimated = 1;
    private const byte CutOff = 2;

    /// <summary>Writes an entry.</summary>
    public static void Write(ByteWriter to, in LedgerEntry entry)
    {
        to.Fixed(entry.Request);
        to.Fixed(entry.At.UnixNanoseconds);
        to.Text(entry.Scope.Text);
        to.Text(entry.Class);
        to.Text(entry.Pool);
        to.Text(entry.Plan);
        to.Byte((byte)entry.Lane);
        to.Byte((byte)((entry.IsEstimated ? Estimated : 0) | (entry.IsCutOff ? CutOff : 0)));
        Write(to, entry.Usage);
        to.Fixed(entry.Credits.Micro);
        to.Fixed(entry.Cost.Value);
    }

    /// <summary>Reads an entry.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static LedgerEntry ReadEntry(ref ByteReader from)
    {
        var entry = new LedgerEntry
        {
            Request = from.Fixed128(),
            At = new Instant(from.Fixed()),
            Scope = ScopeName.Parse(from.Text()),
            Class = from.Text(),
            Pool = from.Text(),
            Plan = from.Text(),
            Lane = (Lane)from.Flags((byte)Lane.Batch),
            Usage = default,
        };
        var flags = from.Flags(Estimated | CutOff);
        return entry with
        {
            IsEstimated = (flags & Estimated) != 0,
            IsCutOff = (flags & CutOff) != 0,
            Usage = ReadUsage(ref from),
            Credits = new Credits(from.Fixed()),
            Cost = new MicroUsd(from.Fixed()),
        };
    }

    /// <summary>Writes a sum.</summary>
    public static void Write(ByteWriter to, in UsageSum sum)
    {
        to.Fixed(sum.Key.Hour.UnixNanoseconds);
        to.Text(sum.Key.Organization);
        to.Text(sum.Key.Class);
        to.Text(sum.Key.Pool);
        to.Text(sum.Key.Plan);
        to.Number(sum.Requests);
        Write(to, sum.Usage);
        to.Fixed(sum.Credits.Micro);
        to.Fixed(sum.Cost.Value);
        to.Number(sum.Estimated);
        to.Number(sum.CutOff);
    }

    /// <summary>Reads a sum.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public static UsageSum ReadSum(ref ByteReader from) => new(
        new UsageKey(new Instant(from.Fixed()), from.Text(), from.Text(), from.Text(), from.Text()),
        from.Number(),
        ReadUsage(ref from),
        new Credits(from.Fixed()),
        new MicroUsd(from.Fixed()),
        from.Number(),
        from.Number());

    private static void Write(ByteWriter to, in TokenUsage usage)
    {
        to.Number(usage.Input.Value);
        to.Number(usage.CacheWrite.Value);
        to.Number(usage.CacheRead.Value);
        to.Number(usage.Output.Value);
        to.Number(usage.CacheWriteLong.Value);
    }

    private static TokenUsage ReadUsage(ref ByteReader from) => new(
        new Tokens(from.Number()), new Tokens(from.Number()), new Tokens(from.Number()), new Tokens(from.Number()))
    {
        CacheWriteLong = new Tokens(from.Number()),
    };
}
