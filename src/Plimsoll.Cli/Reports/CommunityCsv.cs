using System.Text;

namespace Plimsoll.Cli.Reports;

/// <summary>How far every promise is kept at every site, as rows of CSV (RFC 4180).</summary>
internal static class CommunityCsv
{
    public static string Write(CommunityRun run)
    {
        var text = new StringBuilder("pledge,promise,kind,site,coverage,fulfilment\r\n");
        foreach (var pledge in run.Ledger.Pledges)
        {
            foreach (var promise in pledge.Promises)
            {
                foreach (var account in run.Mid)
                {
                    var site = account.Meter.Site.Name;
                    string[] cells =
                    [
                        pledge.Name, promise.Name, JsonText.Name(promise.Kind), site,
                        JsonText.Name(pledge.Of(site).Coverage), JsonText.Name(account.Of(pledge, promise)),
                    ];
                    text.AppendJoin(',', cells).Append("\r\n");
                }
            }
        }

        return text.ToString();
    }
}
