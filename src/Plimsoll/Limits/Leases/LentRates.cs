using System.Buffers;
using Plimsoll.Limits.Metering;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>
/// What is lent out of one scope's rate limits. A bucket refills as time passes; what was taken from it and may still
/// be used must not be repaid meanwhile, or it could be used beside a full bucket. And what requests in flight hold may
/// have been given back, and the bucket been full since, before it is told.
/// </summary>
public sealed class LentRates
{
    private readonly List<Entry> entries = [];

    /// <summary>Whether nothing is lent out.</summary>
    public bool IsEmpty => entries.Count == 0;

    /// <summary>What was written.</summary>
    /// <exception cref="FormatException">The bytes are none.</exception>
    public static LentRates Read(ReadOnlySpan<byte> value)
    {
        var reader = new ValueReader(value, ValueKind.LentRates);
        var read = new LentRates();
        var count = reader.Items("entries");
        for (var i = 0; i < count; i++)
        {
            var entry = new Entry(
                reader.Text("a set"), reader.Text("a limit"), reader.Time("an end"), reader.Flag("in flight"), default);
            var hold = new RateHold
            {
                Requests = reader.Count("requests"),
                Input = reader.Count("input"),
                Output = reader.Count("output"),
            };
            read.entries.Add(entry with { Hold = hold });
        }

        reader.End();
        return read;
    }

    /// <summary>Writes it, to be read by whoever shares the store.</summary>
    public void Write(IBufferWriter<byte> to)
    {
        var writer = new ValueWriter(to);
        writer.Begin(ValueKind.LentRates);
        writer.Count(entries.Count);
        foreach (var entry in entries)
        {
            writer.Text(entry.Set);
            writer.Text(entry.Limit);
            writer.Time(entry.End);
            writer.Flag(entry.IsInFlight);
            writer.Count(entry.Hold.Requests);
            writer.Count(entry.Hold.Input);
            writer.Count(entry.Hold.Output);
        }
    }

    /// <summary>Notes that a rate limit lends something out.</summary>
    /// <param name="rule">The limit.</param>
    /// <param name="end">Until when.</param>
    /// <param name="isInFlight">Whether it may be given back, and is not to be kept from refilling.</param>
    /// <param name="hold">What.</param>
    internal void Lend(RateRule rule, Instant end, bool isInFlight, in RateHold hold) =>
        Add(rule, end, isInFlight, hold, 1);

    /// <summary>Notes that it has it back, used or not; nothing where its time was over already.</summary>
    internal void Return(RateRule rule, Instant end, bool isInFlight, in RateHold hold) =>
        Add(rule, end, isInFlight, hold, -1);

    /// <summary>Brings the scope's buckets up to an instant, and forgets what has ended by then.</summary>
    /// <param name="scopes">All scopes, at that instant.</param>
    /// <param name="address">Address of the scope.</param>
    /// <param name="lag">How much later than used something may be counted.</param>
    /// <param name="now">The instant.</param>
    internal void Pass(Scopes scopes, int address, Duration lag, Instant now)
    {
        // Nothing is lent beyond the start of a policy version that is known then: up to there the rules are those of
        // the epoch that the scope stands in.
        address = scopes.Store.Settled(address);
        ref var before = ref scopes.Store.At(address);
        var epoch = Block.Of(ref before).Epoch;
        var rules = scopes.EpochAt(epoch).Version.RulesOf(Block.Of(ref before).Terms, scopes.Table);
        var next = epoch + 1 < scopes.EpochCount ? scopes.EpochAt(epoch + 1).At : new Instant(long.MaxValue);
        while (entries.Count > 0 && entries[0].End <= now)
        {
            var end = entries[0].End;
            if (end <= next)
                Keep(ref before, rules, lag, end);
            entries.RemoveAll(entry => entry.End == end);
        }

        ref var block = ref scopes.Touch(ref address);
        Keep(ref block, scopes.RulesOf(ref block), lag, now);
    }

    private void Keep(ref long block, ScopeRules rules, Duration lag, Instant at)
    {
        foreach (var rule in rules.Rates)
        {
            var (lent, inFlight) = (default(RateHold), default(RateHold));
            foreach (var entry in entries)
            {
                if (entry.IsOf(rule))
                    Sum(ref entry.IsInFlight ? ref inFlight : ref lent, entry.Hold, 1);
            }

            Block.Rates(ref block, rule.Offset).Keep(rule, lent, inFlight, lag, at);
        }
    }

    private static void Sum(ref RateHold into, in RateHold hold, int sign)
    {
        into.Requests += sign * hold.Requests;
        into.Input += sign * hold.Input;
        into.Output += sign * hold.Output;
    }

    private void Add(RateRule rule, Instant end, bool isInFlight, in RateHold hold, int sign)
    {
        var place = entries.FindIndex(
            entry => entry.End == end && entry.IsInFlight == isInFlight && entry.IsOf(rule));
        if (place < 0)
        {
            if (sign < 0)
                return;
            place = entries.FindLastIndex(entry => entry.End <= end) + 1;
            entries.Insert(place, new Entry(rule.Set, rule.Terms.Name, end, isInFlight, default));
        }

        var sum = entries[place].Hold;
        Sum(ref sum, hold, sign);
        if ((sum.Requests | sum.Input | sum.Output) == 0)
            entries.RemoveAt(place);
        else
            entries[place] = entries[place] with { Hold = sum };
    }

    private sealed record Entry(string Set, string Limit, Instant End, bool IsInFlight, RateHold Hold)
    {
        public bool IsOf(RateRule rule) => Set == rule.Set && Limit == rule.Terms.Name;
    }
}
