using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// What is to be made of a trace, in this order: a part of it, stretched, thinned, and brought to a rate. Immutable.
/// </summary>
public sealed record TraceChange
{
    /// <summary>Where it begins. Default: at zero.</summary>
    public Duration From { get; init; }

    /// <summary>Where it ends; null (the default): with the trace.</summary>
    public Duration? To { get; init; }

    /// <summary>Factor of every time. Above 0. Default 1.</summary>
    public double Stretch { get; init; } = 1;

    /// <summary>Share that is kept. Above 0, at most 1. Default 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Requests a second that it is to have on average; null (the default): as it comes.</summary>
    public double? Rate { get; init; }

    /// <summary>What is kept or left out as a whole. Default: conversations.</summary>
    public ThinningUnit Unit { get; init; } = ThinningUnit.Session;

    /// <summary>What all chance is drawn from.</summary>
    public required SeedTree Seed { get; init; }

    /// <summary>What keeps a trace from being changed so, with what to do; null: nothing.</summary>
    public string? Problem(TraceFile file)
    {
        if (From == Duration.Zero && To is null && Share == 1 && Rate is null)
            return null;
        if (To <= From)
            return "--to: found no later instant than --from, expected a later one.";
        var (rows, period) = Scaled(file);
        var count = rows.LongCount();
        if (count == 0)
            return $"{file.Path}: found no request in what is kept of it, expected at least one. Keep more of it.";
        var copies = (Rate ?? 0) * period.Seconds / count;
        return copies > TraceScaling.MostCopies
            || Math.Ceiling(copies) * (file.Accounts.DefaultIfEmpty(0).Max() + 1L) > int.MaxValue
            ? $"--rate: found {copies:0} times the rate of what is kept of {file.Path}, expected at most "
                + $"{TraceScaling.MostCopies} times, and account numbers below 2147483648 times that."
            : null;
    }

    /// <summary>The changed rows, streamed; only where there is no <see cref="Problem"/>.</summary>
    public IEnumerable<TraceRow> Of(TraceFile file)
    {
        var (rows, period) = Scaled(file);
        return Rate is { } rate
            ? TraceScaling.Multiply(rows, rate * period.Seconds / rows.LongCount(), period, Unit, Seed.Branch("rate"))
            : rows;
    }

    private (IEnumerable<TraceRow> Rows, Duration Period) Scaled(TraceFile file)
    {
        var rows = file.Rows();
        var period = file.Period;
        if (From > Duration.Zero || To is not null)
        {
            var end = To is { } to && to < period ? to : period;
            rows = TraceScaling.Between(rows, new Instant(From.Nanoseconds), To is null ? null : new(end.Nanoseconds));
            period = new(Math.Max(1, (end - From).Nanoseconds));
        }

        if (Stretch != 1)
        {
            rows = TraceScaling.Stretch(rows, Stretch);
            period = Duration.FromSeconds(period.Seconds * Stretch);
        }

        if (Share < 1)
            rows = TraceScaling.Thin(rows, Share, Unit, Seed.Branch("thin"));
        return (rows, period);
    }
}
