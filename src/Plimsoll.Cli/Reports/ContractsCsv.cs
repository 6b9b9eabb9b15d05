using System.Globalization;
using System.Text;

namespace Plimsoll.Cli.Reports;

/// <summary>What contracts cost month by month, as rows of CSV (RFC 4180), in US dollars.</summary>
internal static class ContractsCsv
{
    public static string Write(ContractsRun run)
    {
        var text = new StringBuilder("from,until,contract,fee_usd,use_usd,shortfall_usd,overage_usd,least_usd\r\n");
        foreach (var entry in run.Mid.Entries)
        {
            foreach (var month in entry.Months)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"{DateOption.Text(month.From.Date)},{DateOption.Text(month.Until.Date)},")
                    .Append(entry.Outlay.Contract.Name);
                foreach (var amount in new[] { month.Fee, month.Use, month.Shortfall, month.Overage, month.Least })
                    text.Append(CultureInfo.InvariantCulture, $",{amount.Dollars}");
                text.Append("\r\n");
            }
        }

        return text.ToString();
    }
}
