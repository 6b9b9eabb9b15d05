using System.Collections.Immutable;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>A scope as it is stored: what it carries, and what each of its limits has counted, by name.</summary>
/// <param name="Level">Its level.</param>
/// <param name="At">Latest instant that its book had seen.</param>
/// <param name="Epoch">Epoch that the counters are brought up to.</param>
/// <param name="Terms">What it carries.</param>
/// <param name="Rates">Its rate limits in force.</param>
/// <param name="Periods">Its other limits, also those that are not in force and may come back.</param>
/// <param name="Grants">Which grants it has used.</param>
internal sealed record ScopeValue(
    ScopeLevel Level,
    Instant At,
    EpochName Epoch,
    ScopeTerms Terms,
    ImmutableArray<StoredRate> Rates,
    ImmutableArray<StoredPeriod> Periods,
    ImmutableArray<StoredGrant> Grants)
{
    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ScopeValue Read(ReadOnlySpan<byte> value)
    {
        var reader = new ValueReader(value, ValueKind.Scope);
        var level = reader.Member<ScopeLevel>("its level");
        var at = reader.Time("its instant");
        var epoch = EpochName.Read(ref reader);
        var sets = ReadSets(ref reader);
        var anchor = reader.Count("its week anchor", Calendar.LastAnchor);
        var rates = new StoredRate[reader.Items("rate limits")];
        for (var i = 0; i < rates.Length; i++)
            rates[i] = StoredRate.Read(ref reader, sets);
        var periods = new StoredPeriod[reader.Items("other limits")];
        for (var i = 0; i < periods.Length; i++)
            periods[i] = StoredPeriod.Read(ref reader, sets);
        var grants = new StoredGrant[reader.Items("grants")];
        for (var i = 0; i < grants.Length; i++)
            grants[i] = StoredGrant.Read(ref reader);
        reader.End();
        if (Twice(rates.Select(rate => (rate.Set, rate.Limit))) is { } rateTwice)
            throw reader.Wrong($"rate limit {rateTwice} twice", "each limit once");
        if (Twice(periods.Select(period => (period.Set, period.Limit, period.Kind))) is { } periodTwice)
            throw reader.Wrong($"limit {periodTwice} twice", "each limit once");
        if (Twice(grants.Select(grant => grant.Id)) is { } grantTwice)
            throw reader.Wrong($"grant {grantTwice} twice", "each grant once");
        return new ScopeValue(
            level,
            at,
            epoch,
            new ScopeTerms(sets, Calendar.AnchorOf((int)anchor)),
            ImmutableArray.Create(rates),
            ImmutableArray.Create(periods),
            ImmutableArray.Create(grants));
    }

    /// <summary>Reads only the level.</summary>
    /// <exception cref="FormatException">It is no value.</exception>
    public static ScopeLevel LevelOf(ReadOnlySpan<byte> value) =>
        new ValueReader(value, ValueKind.Scope).Member<ScopeLevel>("its level");

    private static ImmutableArray<string> ReadSets(ref ValueReader reader)
    {
        var sets = new string[reader.Items("sets")];
        for (var i = 0; i < sets.Length; i++)
            sets[i] = reader.Text("the name of a set");
        return sets.Distinct().Count() == sets.Length
            ? ImmutableArray.Create(sets)
            : throw reader.Wrong("a set twice", "each set once");
    }

    private static object? Twice<T>(IEnumerable<T> items)
    {
        var seen = new HashSet<T>();
        foreach (var item in items)
        {
            if (!seen.Add(item))
                return item;
        }

        return null;
    }
}

/// <summary>How often a scope has used a grant.</summary>
/// <param name="Id">The grant.</param>
/// <param name="Count">How often; 1 or more.</param>
/// <param name="Last">When last.</param>
internal readonly record struct StoredGrant(string Id, int Count, Instant Last)
{
    public void Write(ValueWriter writer)
    {
        writer.Text(Id);
        writer.Count(Count);
        writer.Time(Last);
    }

    public static StoredGrant Read(ref ValueReader reader) => new(
        reader.Text("the name of a grant"),
        (int)reader.Count("uses of a grant", int.MaxValue),
        reader.Time("when a grant was used"));
}
