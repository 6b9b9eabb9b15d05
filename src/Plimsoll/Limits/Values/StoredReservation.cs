using System.Buffers;
using System.Collections.Immutable;
using Plimsoll.Limits.Metering;

namespace Plimsoll.Limits.Values;

/// <summary>
/// Writes reservations out of a book and reads them in. A reservation says itself at which weights and prices it is
/// charged and what it holds of which limit, so that it is settled the same under any policy.
/// </summary>
internal static class StoredReservation
{
    private const int MostRates = 16;

    /// <summary>Writes one.</summary>
    public static void Write(OpenRequest open, IBufferWriter<byte> to)
    {
        var writer = new ValueWriter(to);
        writer.Begin(ValueKind.Reservation);
        writer.Id(open.Id);
        writer.Usage(open.Reported);
        writer.Usage(open.Held.Usage);
        writer.Count(open.Held.Requests);
        StoredTerms.Write(writer, open.Terms);
        writer.Flag(open.NeedsMoney);
        writer.Time(open.At);
        writer.Time(open.Deadline);
        writer.Count(open.Life.Nanoseconds);
        writer.Byte((byte)open.Served);
        writer.Flag(open.IsOverage);
        writer.Count(open.PartCount);
        for (var i = 0; i < open.PartCount; i++)
        {
            ref readonly var part = ref open.Parts[i];
            var rates = part.Rules.Rates;
            writer.Count(rates.Length);
            for (var r = 0; r < rates.Length; r++)
                StoredHold.Write(writer, rates[r], open.IsCounted(part, r));
            var holds = open.HoldsOf(part);
            writer.Count(holds.Length);
            for (var h = 0; h < holds.Length; h++)
                StoredHold.Write(writer, part.Rules.Periods[h], holds[h]);
        }
    }

    /// <summary>Reads one into a request that is not in flight yet.</summary>
    /// <param name="value">The value.</param>
    /// <param name="open">A request that is not in flight.</param>
    /// <param name="scopes">All scopes.</param>
    /// <param name="addresses">Where the scopes of its path stand.</param>
    /// <exception cref="FormatException">It is none, or one of another path. Nothing was changed.</exception>
    public static void Read(ReadOnlySpan<byte> value, OpenRequest open, Scopes scopes, ReadOnlySpan<int> addresses)
    {
        var reader = new ValueReader(value, ValueKind.Reservation);
        var parts = ReadHead(ref reader, open, addresses.Length);
        var held = new StoredHold[parts][];
        for (var i = 0; i < parts; i++)
            held[i] = ReadPart(ref reader);
        reader.End();

        for (var i = 0; i < parts; i++)
            Place(open, scopes, addresses[i], held[i]);
        open.HasOthers = open.IsOverage
            || open.Parts[..parts].Any(part => Array.Exists(part.Rules.Periods, rule => !rule.IsPlain));
    }

    private static int ReadHead(ref ValueReader reader, OpenRequest open, int scopes)
    {
        var id = reader.Id("its name");
        var (reported, usage) = (reader.Usage("what was reported"), reader.Usage("what is held"));
        var requests = reader.Count("requests held");
        var terms = StoredTerms.Read(ref reader);
        var needsMoney = reader.Flag("whether it counts money");
        var (at, deadline) = (reader.Time("when it was admitted"), reader.Time("when it expires"));
        var life = reader.Period("how long it stands");
        var served = reader.Member<Lane>("its lane");
        var isOverage = reader.Flag("whether it is paid as overage");
        var parts = reader.Items("scopes");
        if (parts != scopes)
            throw reader.Wrong($"{parts} scopes", $"{scopes}, as the path has");

        open.Generation++;
        open.Clear(served);
        (open.Id, open.Reported, open.Terms, open.NeedsMoney) = (id, reported, terms, needsMoney);
        (open.At, open.Deadline, open.Life, open.IsOverage) = (at, deadline, life, isOverage);

        // No epoch of this book admitted it: what limits its scopes is looked up whenever it is settled.
        open.EpochNumber = -1;
        try
        {
            open.Held.Set(terms, usage, requests, needsMoney);
            if (reported != default)
                default(Amounts).Set(terms, reported, requests, needsMoney);
        }
        catch (OverflowException)
        {
            throw reader.Wrong("a usage beyond what can be counted", "one that was admitted");
        }

        return parts;
    }

    private static StoredHold[] ReadPart(ref ValueReader reader)
    {
        var rates = reader.Items("rate limits");
        if (rates > MostRates)
            throw reader.Wrong($"{rates} rate limits", $"at most {MostRates}");
        var held = ImmutableArray.CreateBuilder<StoredHold>();
        for (var r = 0; r < rates; r++)
            held.Add(StoredHold.ReadRate(ref reader));
        var periods = reader.Items("other limits");
        for (var h = 0; h < periods; h++)
            held.Add(StoredHold.ReadPeriod(ref reader));
        return [.. held];
    }

    /// <summary>
    /// Takes over what it holds of a scope from what is held elsewhere. A limit that the scope no longer has, or of
    /// which nothing is held, was given back: the reservation is done with it.
    /// </summary>
    private static void Place(OpenRequest open, Scopes scopes, int address, StoredHold[] stored)
    {
        var layout = scopes.Table.LayoutOf(Block.Of(ref scopes.Store.At(address)).Terms);
        var known = stored.Select(hold => (Hold: hold, Offset: layout.FindOffset(hold.Set, hold.Limit, hold.Layout)))
            .Where(hold => hold.Offset is not null)
            .ToList();
        var rules = new LaneRules(
            [.. known.Where(hold => hold.Hold.IsRate).Select(hold => hold.Hold.RateRule(hold.Offset!.Value))],
            [.. known.Where(hold => !hold.Hold.IsRate).Select(hold => hold.Hold.PeriodRule(hold.Offset!.Value))],
            missing: null);
        ref readonly var part = ref open.AddPart(address, rules);
        var elsewhere = scopes.Elsewhere.At(address);
        var holds = open.HoldsOf(part);
        var (rate, period) = (0, 0);
        foreach (var (hold, _) in known)
        {
            if (hold.IsRate)
            {
                if (!hold.IsCounted || elsewhere?.TryTake(RateSum.Of(rules.Rates[rate], open)) != true)
                    open.Uncounted |= 1UL << (part.FirstRate + rate);
                rate++;
                continue;
            }

            var share = new PeriodSum(rules.Slots[period].Offset, hold.End, 1, hold.Charge);
            var isHeld = hold.End != PeriodHold.Nowhere && elsewhere?.TryTake(share) == true;
            holds[period++] = new PeriodHold
            {
                End = isHeld ? hold.End : PeriodHold.Nowhere,
                Charge = hold.Charge,
                Rate = hold.Rate,
            };
        }
    }
}
