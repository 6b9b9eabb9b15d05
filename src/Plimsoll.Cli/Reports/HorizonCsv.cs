using System.Globalization;
using System.Text;
using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;

namespace Plimsoll.Cli.Reports;

/// <summary>A horizon as a table for spreadsheets: a line a month. An infinite line is empty.</summary>
internal static class HorizonCsv
{
    public static string Write(HorizonReport report)
    {
        var text = new StringBuilder("monday,accelerators,watts");
        foreach (var served in report.Model.Classes)
            text.Append($",load_{served.Name}");
        foreach (var name in Enum.GetNames<Condition>().Select(name => name.ToLowerInvariant()))
            text.Append($",{name}_line,{name}_load,{name}_capacity");
        foreach (var bundle in report.Months[0].Bundles)
            text.Append($",{bundle.Key}_storm");
        text.Append('\n');
        foreach (var month in report.Months)
        {
            text.Append(DateOption.Text(month.Monday.Date));
            Add(month.Supply.Sum(site => site.Accelerators));
            Add(month.Supply.Sum(site => site.Power.Value));
            foreach (var load in month.Load)
                Add(load);
            foreach (var outlook in month.Conditions)
            {
                Add(outlook.Line);
                Add(outlook.Load);
                Add(outlook.Capacity);
            }

            foreach (var bundle in month.Bundles)
                Add(bundle.Of(Condition.Storm));
            text.Append('\n');
        }

        return text.ToString();

        void Add(double value) => text.Append(',')
            .Append(double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "");
    }
}
