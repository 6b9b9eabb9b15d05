using System.Collections.Immutable;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>A limit of a scope on what is charged in a period, as it is stored.</summary>
/// <param name="Set">Set that states it.</param>
/// <param name="Limit">Its name.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Allowed">
/// Most that a session or week allowed when it was stored; null: another kind, or not in force.
/// </param>
/// <param name="Words">Its counters.</param>
/// <param name="Held">What reservations hold of each of its periods, at offsets from its first word.</param>
internal sealed record StoredPeriod(
    string Set, string Limit, LimitKind Kind, long? Allowed, long[] Words, ImmutableArray<PeriodSum> Held)
{
    /// <summary>Where the periods of a kind stand in its counters.</summary>
    public static ImmutableArray<int> MetersOf(LimitKind kind) => kind == LimitKind.Overage ? overage : single;

    private static readonly ImmutableArray<int> single = [0];
    private static readonly ImmutableArray<int> overage =
    [
        OverageState.SettingWords,
        OverageState.SettingWords + PeriodMeter.Words,
        OverageState.SettingWords + (2 * PeriodMeter.Words),
    ];

    public static void Write(
        ValueWriter writer,
        ImmutableArray<string> sets,
        LimitPlace place,
        long? allowed,
        ReadOnlySpan<long> words,
        HeldSums held,
        Instant now)
    {
        writer.Count(sets.IndexOf(place.Set));
        writer.Text(place.Limit);
        writer.Byte((byte)place.Kind);
        writer.Optional(allowed);
        if (place.Kind == LimitKind.Overage)
        {
            for (var i = 0; i < OverageState.SettingWords; i++)
                writer.Signed(words[i]);
        }

        foreach (var meter in MetersOf(place.Kind))
        {
            var end = words[meter] ^ long.MinValue;
            writer.Time(new Instant(end));
            writer.Count(words[meter + 1]);

            // Of a period that is over nothing is given back any more.
            var sum = now.UnixNanoseconds < end ? held.PeriodAt(place.Offset + meter, end) : default;
            writer.Count(sum.Count);
            if (sum.Count > 0)
                writer.Count(sum.Charge);
        }

        if (place.Kind == LimitKind.Acceleration)
            writer.Count(words[PeriodMeter.Words]);
    }

    public static StoredPeriod Read(ref ValueReader reader, ImmutableArray<string> sets)
    {
        var set = sets[reader.Index("the set of a limit", sets.Length)];
        var name = reader.Text("the name of a limit");
        var kind = reader.Member<LimitKind>("a kind of limit");
        if (kind <= LimitKind.OutputTokens)
            throw reader.Wrong($"kind {kind}", "a limit of periods");
        var allowed = reader.Optional("what a limit allowed");
        var words = new long[PeriodRule.WordsOf(kind)];
        if (kind == LimitKind.Overage)
        {
            for (var i = 0; i < OverageState.SettingWords; i++)
                words[i] = reader.Signed("a setting of overage");
        }

        var held = ImmutableArray.CreateBuilder<PeriodSum>();
        foreach (var meter in MetersOf(kind))
        {
            var end = reader.Time("the end of a period").UnixNanoseconds;
            words[meter] = end ^ long.MinValue;
            words[meter + 1] = reader.Count("what is charged in a period");
            var count = reader.Count("reservations that hold of a period");
            var charge = count == 0 ? 0 : reader.Count("what is held of a period", words[meter + 1]);
            if (count > 0)
                held.Add(new PeriodSum(meter, end, count, charge));
        }

        if (kind == LimitKind.Acceleration)
            words[PeriodMeter.Words] = reader.Count("what the interval before was charged");
        return new StoredPeriod(set, name, kind, allowed, words, held.ToImmutable());
    }
}
