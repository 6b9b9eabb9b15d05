using System.Globalization;
using System.Text;
using Plimsoll.Footprint.Air;

namespace Plimsoll.Cli.Reports;

/// <summary>Every month of every limit of every permit as rows of CSV (RFC 4180); kilograms, times and hours.</summary>
internal static class PermitCsv
{
    public static string Write(PermitRange range)
    {
        var text = new StringBuilder("end,site,permit,limit,month,most,amount,twelve_months\r\n");
        foreach (var (end, report) in new[] { ("low", range.Low), ("mid", range.Mid), ("high", range.High) })
        {
            foreach (var site in report.Sites)
            {
                foreach (var ledger in site.Ledgers)
                    Add(text, $"{end},{site.Account.Meter.Site.Name},{ledger.Permit.Name}", ledger);
            }
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, string permit, PermitLedger ledger)
    {
        foreach (var line in ledger.Lines)
        {
            foreach (var month in line.Months)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"{permit},{PermitText.Key(line.Term)},{month.At.Date:yyyy-MM},{line.Limit:0.###},");
                text.Append(CultureInfo.InvariantCulture, $"{month.Amount:0.###},{month.Rolling:0.###}\r\n");
            }
        }
    }
}
