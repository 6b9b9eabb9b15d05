using System.Globalization;
using System.Text;
using Plimsoll.Serving.Fitting;

namespace Plimsoll.Cli.Reports;

/// <summary>Errors of a calibration as rows of CSV, a data set, model and metric each; errors are fractions.</summary>
internal static class CalibrationCsv
{
    private const string Columns =
        "data,system,engine,kind,model,metric,figures,in_sample,left_out,held_back";

    public static string Write(IReadOnlyList<RegimeStudy> studies)
    {
        var text = new StringBuilder(Columns).Append("\r\n");
        foreach (var study in studies)
        {
            foreach (var row in study.Errors)
            {
                text.Append(CultureInfo.InvariantCulture, $"{row.Source},{study.Regime.System},{study.Regime.Engine},")
                    .Append(CultureInfo.InvariantCulture, $"{CalibrationText.Kind(study.Regime)},{row.Model},")
                    .Append(CultureInfo.InvariantCulture, $"{CalibrationText.Key(row.Metric)},{row.Count},")
                    .Append(CultureInfo.InvariantCulture, $"{row.InSample:0.####},{row.LeftOut:0.####},")
                    .Append(CultureInfo.InvariantCulture, $"{row.HeldBack:0.####}\r\n");
            }
        }

        return text.ToString();
    }
}
