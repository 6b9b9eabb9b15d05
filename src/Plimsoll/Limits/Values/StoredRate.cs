using System.Collections.Immutable;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>
/// A rate limit of a scope as it is stored. What it allowed is stored too, so that time is refilled at the old limit
/// where the policy that stated it is not known any more.
/// </summary>
/// <param name="Set">Set that states it.</param>
/// <param name="Terms">What it allowed: its name, its three limits and their period.</param>
/// <param name="Words">Its counters.</param>
/// <param name="Held">What reservations hold of it, at no offset.</param>
internal sealed record StoredRate(string Set, RateLimit Terms, long[] Words, RateSum Held)
{
    /// <summary>Its name.</summary>
    public string Limit => Terms.Name;

    public static void Write(
        ValueWriter writer, ImmutableArray<string> sets, RateRule rule, ReadOnlySpan<long> words, in RateSum held)
    {
        writer.Count(sets.IndexOf(rule.Set));
        WriteTerms(writer, rule.Terms);
        writer.Time(new Instant(words[0]));
        for (var tank = 1; tank < RateMeter.Words; tank += Tank.Words)
        {
            writer.Large(unchecked(new UInt128((ulong)words[tank + 1], (ulong)words[tank])));
            writer.Time(new Instant(words[tank + 2]));
        }

        writer.Count(held.Count);
        if (held.Count == 0)
            return;
        writer.Count(held.Requests);
        writer.Large((UInt128)held.Input);
        writer.Large((UInt128)held.Output);
    }

    public static StoredRate Read(ref ValueReader reader, ImmutableArray<string> sets)
    {
        var set = sets[reader.Index("the set of a rate limit", sets.Length)];
        var terms = ReadTerms(ref reader);
        var words = new long[RateMeter.Words];
        words[0] = reader.Time("when a bucket was reckoned").UnixNanoseconds;
        for (var tank = 1; tank < RateMeter.Words; tank += Tank.Words)
        {
            var missing = reader.Large("what is missing from a bucket");
            words[tank] = unchecked((long)(ulong)missing);
            words[tank + 1] = unchecked((long)(ulong)(missing >> 64));
            words[tank + 2] = reader.Time("since when a bucket is in use").UnixNanoseconds;
        }

        var count = reader.Count("reservations that hold of a bucket");
        return new StoredRate(set, terms, words, count == 0 ? default : ReadHeld(ref reader, count));
    }

    /// <summary>What of a limit's terms settles what was taken of it.</summary>
    public static void WriteTerms(ValueWriter writer, RateLimit terms)
    {
        writer.Text(terms.Name);
        writer.Optional(terms.Requests);
        writer.Optional(terms.Input);
        writer.Optional(terms.Output);
        writer.Count(terms.Period.Nanoseconds);
    }

    /// <inheritdoc cref="WriteTerms"/>
    public static RateLimit ReadTerms(ref ValueReader reader) => new()
    {
        Name = reader.Text("the name of a rate limit"),
        Requests = reader.Optional("a limit on requests"),
        Input = reader.Optional("a limit on input"),
        Output = reader.Optional("a limit on output"),
        Period = reader.Period("the period of a rate limit"),
    };

    private static RateSum ReadHeld(ref ValueReader reader, long count)
    {
        var (requests, input) = (reader.Count("requests held"), ReadSum(ref reader, "input held"));
        return new RateSum(0, count, requests, input, ReadSum(ref reader, "output held"));
    }

    private static Int128 ReadSum(ref ValueReader reader, string what)
    {
        var sum = reader.Large(what);
        return sum <= (UInt128)Int128.MaxValue ? (Int128)sum : throw reader.Wrong($"{sum}", $"{what}: at most 2^127");
    }
}
