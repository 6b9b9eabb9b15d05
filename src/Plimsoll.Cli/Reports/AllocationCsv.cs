using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Demand;
using Plimsoll.Planning.Allocation;

namespace Plimsoll.Cli.Reports;

/// <summary>An allocation as rows of CSV (RFC 4180), one for each pool and hour, in accelerators.</summary>
internal static class AllocationCsv
{
    public static void Write(AllocationReport report, TextWriter to)
    {
        var week = report.Week;
        var classes = string.Concat(week.Classes.Select(c => $",{c.Name}"));
        to.Write($"hour,starts_at,site,pool,in_service{classes},held,batch,training\r\n");
        var monday = WeekShape.MondayOf(week.At).Date;
        for (var hour = 0; hour < report.Hours.Length; hour++)
        {
            var start = $"{DateOption.Text(monday.AddDays(hour / 24))}T{hour % 24:00}:00:00Z";
            foreach (var pool in report.Pools)
            {
                var does = pool.Hours[hour];
                to.Write($"{hour},{start},{week.SiteOf(pool.Pool).Site.Name},{week.Fleet.Pools[pool.Pool].Pool.Name}");
                var batch = does.Jobs.Where((_, job) => week.Terms.Jobs[job] is BatchJob).Sum(use => use.Accelerators);
                foreach (var value in does.Serving.Select(use => use.Accelerators).Prepend(pool.InService)
                    .Concat([Sum(does.StandingBy), batch, Sum(does.Jobs) - batch]))
                    to.Write(string.Create(CultureInfo.InvariantCulture, $",{value:0.###}"));
                to.Write("\r\n");
            }
        }
    }

    private static double Sum(ImmutableArray<PoolUse> uses) => uses.Sum(use => use.Accelerators);
}
