using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Footprint.Power;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>What sources give as rows of CSV (RFC 4180), one for each source and hour, in whole joules.</summary>
internal static class PowerCsv
{
    public static void Write(PowerReport report, TextWriter to)
    {
        to.Write("hour,starts_at,site,source,joules,starts,running,held_joules\r\n");
        var monday = WeekShape.MondayOf(report.At);
        for (var hour = 0; hour < WeekShape.Hours; hour++)
        {
            var start = (monday + Duration.FromHours(hour)).ToDateTimeOffset();
            foreach (var site in report.Sites)
            {
                for (var s = 0; s < site.Meter.Sources.Length; s++)
                {
                    var (line, held) = (site.Meter.Sources[s], site.Meter.Held[s]);
                    to.Write(FormattableString.Invariant(
                        $"{hour},{start:yyyy-MM-dd'T'HH:mm:ss'Z'},{site.Site.Name},{line.Source.Name},"));
                    to.Write(FormattableString.Invariant(
                        $"{line.Joules[hour]},{Of(line.Starts, hour)},{Of(line.Running, hour)},{Of(held, hour)}\r\n"));
                }
            }
        }
    }

    private static string Of<T>(ImmutableArray<T> values, int hour) =>
        values.IsEmpty ? "" : $"{values[hour]}";
}
