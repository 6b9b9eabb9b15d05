using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// A trace made longer, shorter, denser or thinner. Rows are streamed, and rows that wait share the fate of the row
/// that they follow, so a conversation is never torn. The same rows and seed give the same rows.
/// </summary>
public static class TraceScaling
{
    /// <summary>Copies of a trace at once, each of which has the file open.</summary>
    public const int MostCopies = 400;

    /// <summary>
    /// The rows that arrive in a part of a trace, its begin moved to zero; what waits for them comes with them.
    /// </summary>
    /// <param name="rows">Rows.</param>
    /// <param name="from">First instant.</param>
    /// <param name="to">First instant after it; null: to the end.</param>
    public static IEnumerable<TraceRow> Between(IEnumerable<TraceRow> rows, Instant from, Instant? to)
    {
        var taken = false;
        foreach (var row in rows)
        {
            if (row.Think is null)
            {
                if (row.Arrival.At >= to)
                    yield break;
                taken = row.Arrival.At >= from;
            }

            if (taken)
                yield return At(row, new Instant((row.Arrival.At - from).Nanoseconds));
        }
    }

    /// <summary>
    /// Every time, arrivals and thinking alike, times a factor: the rate is divided by it, and what has no unit, such
    /// as the variation of gaps, stays.
    /// </summary>
    /// <param name="rows">Rows.</param>
    /// <param name="factor">Above 0; 2: half the rate.</param>
    public static IEnumerable<TraceRow> Stretch(IEnumerable<TraceRow> rows, double factor)
    {
        if (!(factor > 0 && double.IsFinite(factor)))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, "Expected a number above 0.");
        return rows.Select(row => new TraceRow(
            row.Arrival with { At = new Instant(Scaled(row.Arrival.At.UnixNanoseconds, factor)) },
            row.Think is { } think ? new Duration(Scaled(think.Nanoseconds, factor)) : null));
    }

    /// <summary>
    /// A share of a trace, drawn unit by unit: rates become smaller by the share on average; lengths, conversations and
    /// the hours of the day keep their statistics. Bursts of independent units are thinned too: the excess of their
    /// dispersion over Poisson shrinks by the share.
    /// </summary>
    /// <param name="rows">Rows.</param>
    /// <param name="share">Share that is kept, above 0 and at most 1.</param>
    /// <param name="unit">What is kept or left out as a whole.</param>
    /// <param name="seed">What it is drawn from.</param>
    public static IEnumerable<TraceRow> Thin(
        IEnumerable<TraceRow> rows, double share, ThinningUnit unit, SeedTree seed)
    {
        var (accounts, sessions) = (seed.Branch("accounts"), seed.Branch("sessions"));
        var (alone, ordinal, kept) = (seed.Branch("rows"), 0L, false);
        foreach (var row in rows)
        {
            if (row.Think is null)
            {
                var lot = unit == ThinningUnit.Account && row.Arrival.Account >= 0
                    ? accounts.Lot(row.Arrival.Account)
                    : row.Arrival.Session >= 0 ? sessions.Lot(row.Arrival.Session) : alone.Lot(ordinal);
                kept = lot < share;
                ordinal++;
            }

            if (kept)
                yield return row;
        }
    }

    /// <summary>
    /// A multiple of a trace. Up to one: thinned. Above: copies of it at once, the last thinned to what is missing.
    /// Each copy after the first begins a random while later, within a quarter of the period and an hour, its end at
    /// the beginning of the period; it has accounts, sessions and prefix names of its own. Rates grow by the factor and
    /// keep their daily shape but for that while; bursts of copies fall together only by chance.
    /// </summary>
    /// <param name="rows">Rows, read once for each copy and twice for one that is shifted.</param>
    /// <param name="factor">Above 0, at most <see cref="MostCopies"/>.</param>
    /// <param name="period">Time from zero in which the rows arrive.</param>
    /// <param name="unit">What is kept or left out as a whole where it is thinned.</param>
    /// <param name="seed">What is drawn is drawn from it.</param>
    public static IEnumerable<TraceRow> Multiply(
        IEnumerable<TraceRow> rows, double factor, Duration period, ThinningUnit unit, SeedTree seed)
    {
        if (!(factor > 0 && factor <= MostCopies))
            throw new ArgumentOutOfRangeException(nameof(factor), factor, $"Expected 0 to {MostCopies}.");
        var copies = (int)Math.Ceiling(factor);
        var window = Math.Min(period.Nanoseconds / 4, Duration.FromHours(1).Nanoseconds);
        var shifts = seed.Branch("shifts");
        var parts = Enumerable.Range(0, copies).Select(copy =>
        {
            var rest = factor - copy;
            var own = rest >= 1 ? rows : Thin(rows, rest, unit, seed.Branch(copy));
            var shift = copy == 0 ? Duration.Zero : new Duration((long)(shifts.Lot(copy) * window));
            return Renamed(Rotated(own, shift, period), copy, copies);
        });
        return copies == 1 ? parts.Single() : Merged(parts);
    }

    private static IEnumerable<TraceRow> Rotated(IEnumerable<TraceRow> rows, Duration shift, Duration period)
    {
        if (shift == Duration.Zero)
            return rows;
        var turn = new Instant((period - shift).Nanoseconds);
        return Between(rows, turn, null)
            .Concat(Between(rows, default, turn).Select(row => At(row, row.Arrival.At + shift)));
    }

    /// <summary>Names of a copy, which no other copy has; of a single one, the same.</summary>
    private static IEnumerable<TraceRow> Renamed(IEnumerable<TraceRow> rows, int copy, int copies) => rows.Select(row =>
    {
        var arrival = row.Arrival;
        return row with
        {
            Arrival = arrival with
            {
                Account = arrival.Account < 0 ? arrival.Account : (arrival.Account * copies) + copy,
                Session = arrival.Session < 0 ? arrival.Session : (arrival.Session * copies) + copy,
                Prefix = copy == 0 ? arrival.Prefix : Renamed(arrival.Prefix.Span, copy),
            },
        };
    });

    private static long[] Renamed(ReadOnlySpan<long> names, int copy)
    {
        var renamed = new long[names.Length];
        var key = SplitMix.Mix((ulong)copy);
        for (var i = 0; i < names.Length; i++)
            renamed[i] = unchecked((long)SplitMix.Mix(key ^ (ulong)names[i]));
        return renamed;
    }

    /// <summary>Rows of all parts in order of arrival, of equals the earlier part first.</summary>
    private static IEnumerable<TraceRow> Merged(IEnumerable<IEnumerable<TraceRow>> parts)
    {
        var sources = parts.Select(part => part.GetEnumerator()).ToList();
        try
        {
            var order = new PriorityQueue<int, (Instant At, int Part)>();
            for (var part = 0; part < sources.Count; part++)
            {
                if (sources[part].MoveNext())
                    order.Enqueue(part, (sources[part].Current.Arrival.At, part));
            }

            while (order.TryDequeue(out var part, out _))
            {
                var more = true;
                for (var first = true; more && (first || sources[part].Current.Think is not null); first = false)
                {
                    yield return sources[part].Current;
                    more = sources[part].MoveNext();
                }

                if (more)
                    order.Enqueue(part, (sources[part].Current.Arrival.At, part));
            }
        }
        finally
        {
            sources.ForEach(source => source.Dispose());
        }
    }

    private static TraceRow At(in TraceRow row, Instant at) => row with { Arrival = row.Arrival with { At = at } };

    private static long Scaled(long nanoseconds, double factor) => checked((long)Math.Round(nanoseconds * factor));
}
