using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Air;

/// <summary>What is used of a permit month by month, what is left, and when something of it is used up.</summary>
public sealed record PermitLedger
{
    private const int MonthsOfALimit = 12;
    private const double SecondsPerHour = 3600;

    /// <summary>The permit.</summary>
    public required AirPermit Permit { get; init; }

    /// <summary>What it limits, in the order in which permits state it.</summary>
    public required ImmutableArray<PermitLine> Lines { get; init; }

    /// <summary>Pollutants with a cap of which a source that runs does not state what it emits.</summary>
    public required ImmutableArray<Pollutant> Unknown { get; init; }

    /// <summary>Hours in which a source gives energy while the permit is not in force.</summary>
    public required int HoursNotCovered { get; init; }

    /// <summary>First of these hours; null: none.</summary>
    public required Instant? FirstNotCovered { get; init; }

    /// <summary>Keeps the ledger of a permit over a period.</summary>
    /// <param name="account">What the site emits.</param>
    /// <param name="permit">One of the site's permits.</param>
    public static PermitLedger Of(AirAccount account, AirPermit permit)
    {
        var meter = account.Meter;
        var lines = meter.Sources.Where(line => permit.Sources.Contains(line.Source.Name)).ToList();
        var uncovered = Enumerable.Range(0, meter.Hours)
            .Where(hour => !permit.CoversAt(meter.StartOf(hour)) && lines.Any(line => line.Joules[hour] > 0))
            .ToList();
        var running = lines.Where(line => line.Joules.Any(joules => joules > 0))
            .Select(line => line.Source).OfType<EnergySource.Generators>().ToList();
        return new PermitLedger
        {
            Permit = permit,
            Lines =
            [
                .. permit.Caps.Select(cap => LineOf(
                    new PermitTerm.Emission(cap.Key),
                    cap.Value.Kilograms,
                    account,
                    permit,
                    EmittedByHour(account, permit, cap.Key),
                    month => month.Emitted.GetValueOrDefault(cap.Key).Kilograms)),
                .. Events(account, permit, lines),
            ],
            Unknown = [.. permit.Caps.Keys.Where(cap => running.Any(source => !source.Air.Stated.Contains(cap)))],
            HoursNotCovered = uncovered.Count,
            FirstNotCovered = uncovered.Count > 0 ? meter.StartOf(uncovered[0]) : null,
        };
    }

    private static double[] EmittedByHour(AirAccount account, AirPermit permit, Pollutant pollutant)
    {
        var emitted = new double[account.Meter.Hours];
        foreach (var line in account.Lines
            .Where(line => line.Pollutant == pollutant && permit.Sources.Contains(line.Source)))
        {
            for (var hour = 0; hour < emitted.Length; hour++)
                emitted[hour] += line.KilogramsByHour[hour];
        }

        return emitted;
    }

    private static IEnumerable<PermitLine> Events(AirAccount account, AirPermit permit, List<SourceLine> sources)
    {
        var units = sources.Select(line => line.Source).OfType<EnergySource.Generators>().Sum(source => source.Units);
        if (permit.Starts is { } starts)
        {
            yield return LineOf(new PermitTerm.Starts(), starts, account, permit,
                ByHour((line, hour) => line.Starts[hour]), month => month.Starts);
        }

        if (permit.Stops is { } stops)
        {
            yield return LineOf(new PermitTerm.Stops(), stops, account, permit,
                ByHour((line, hour) => line.StopsIn(hour)), month => month.Stops);
        }

        if (permit.StartAndStopTime is { } time)
        {
            yield return LineOf(new PermitTerm.StartAndStopHours(), HoursOf(time), account, permit,
                ByHour(TransientHours), month => HoursOf(month.StartAndStopTime));
        }

        if (permit.RunningTime is { } ran)
        {
            yield return LineOf(new PermitTerm.RunningHours(), HoursOf(ran), account, permit,
                ByHour((line, hour) => line.Running[hour]), month => HoursOf(month.RunningTime));
        }

        double[] ByHour(Func<SourceLine, int, double> amount) =>
        [
            .. Enumerable.Range(0, account.Meter.Hours).Select(hour => units == 0 ? 0
                : sources.Where(line => !line.Running.IsEmpty).Sum(line => amount(line, hour)) / units),
        ];
    }

    private static double TransientHours(SourceLine line, int hour) => line.Source is EnergySource.Generators source
        ? (line.Starts[hour] * HoursOf(source.Air.StartTime)) + (line.StopsIn(hour) * HoursOf(source.Air.StopTime)) : 0;

    private static double HoursOf(Duration time) => time.Seconds / SecondsPerHour;

    private static PermitLine LineOf(
        PermitTerm term,
        double limit,
        AirAccount account,
        AirPermit permit,
        double[] byHour,
        Func<PermitMonth, double> before)
    {
        // What is stated of a month that the period has all of would count twice.
        var begin = account.Meter.From;
        var past = permit.Before.Where(month => MonthOf(month.At) < MonthOf(begin)
            || (MonthOf(month.At) == MonthOf(begin) && begin > Instant.FromDate(MonthOf(begin))))
            .ToLookup(month => MonthOf(month.At), before);
        var (months, sums) = (new List<PermitLineMonth>(), new Dictionary<DateOnly, double>());
        Instant? reached = null;
        for (var hour = 0; hour < byHour.Length;)
        {
            var month = MonthOf(account.Meter.StartOf(hour));
            var earlier = Enumerable.Range(1, MonthsOfALimit - 1).Sum(back => AmountOf(month.AddMonths(-back)));
            var amount = AmountOf(month);
            for (; hour < byHour.Length && MonthOf(account.Meter.StartOf(hour)) == month; hour++)
            {
                amount += byHour[hour];
                if (reached is null && earlier + amount > limit)
                    reached = account.Meter.StartOf(hour);
            }

            sums[month] = amount;
            months.Add(new PermitLineMonth(Instant.FromDate(month), amount, earlier + amount));
        }

        return new PermitLine(term, limit, [.. months], reached);

        // What is stated of a month within which the period begins counts with it.
        double AmountOf(DateOnly month) => sums.TryGetValue(month, out var amount) ? amount : past[month].Sum();
    }

    private static DateOnly MonthOf(Instant at) => new(at.Date.Year, at.Date.Month, 1);
}

/// <summary>What is used of one limit of a permit.</summary>
/// <param name="Term">What is counted.</param>
/// <param name="Limit">Most over twelve months; kilograms, times or hours.</param>
/// <param name="Months">Calendar months of the period.</param>
/// <param name="Reached">Hour in which it is passed first; null: not in the period.</param>
public sealed record PermitLine(
    PermitTerm Term, double Limit, ImmutableArray<PermitLineMonth> Months, Instant? Reached)
{
    /// <summary>Most over twelve months, of the period.</summary>
    public double Highest => Months.Max(month => month.Rolling);

    /// <summary>What is left at the end of the period; below zero: it is passed by so much.</summary>
    public double Remaining => Limit - Months[^1].Rolling;
}

/// <summary>A calendar month of a limit.</summary>
/// <param name="At">Its start.</param>
/// <param name="Amount">What was used in it.</param>
/// <param name="Rolling">With the eleven months before it.</param>
public readonly record struct PermitLineMonth(Instant At, double Amount, double Rolling);
