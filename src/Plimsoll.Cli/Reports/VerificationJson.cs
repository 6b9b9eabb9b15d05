using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plimsoll.Limits.Replay;
using Plimsoll.Simulation.Verification;

namespace Plimsoll.Cli.Reports;

/// <summary>A verification as programs read it; <c>docs/reference/verification.md</c> describes it.</summary>
internal static class VerificationJson
{
    private const string Format = "plimsoll.verification/1";

    private static readonly JsonWriterOptions Readable = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(VerificationReport report, string scenario)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            var settings = report.Settings;
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteString("scenario", scenario);
            json.WriteString("start", InstantText.Of(report.Start));
            json.WriteNumber("hours", settings.Hours);
            json.WriteNumber("scale", settings.Scale);
            if (settings.WeekScale is { } week)
                json.WriteNumber("weekScale", week);
            json.WriteNumber("runs", settings.Runs);
            json.WriteNumber("seed", settings.Seed);
            json.WriteNumber("disagreeing", report.Disagreeing);
            WriteRows(json, report);
            json.WriteNumber("loadLine", report.Line);
            json.WriteNumber("goodShareAsked", settings.GoodShare);
            if (report.ServesUpTo is { } most)
                json.WriteNumber("servesUpTo", most);
            if (report.FailsAt is { } fails)
                json.WriteNumber("failsAt", fails);
            json.WriteBoolean("holdsLine", report.HoldsLine);
            WriteLines(json, report);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private static void WriteRows(Utf8JsonWriter json, VerificationReport report)
    {
        json.WriteStartArray("figures");
        foreach (var row in report.Rows)
        {
            json.WriteStartObject();
            json.WriteString("name", row.Id);
            json.WriteString("unit", Name(row.Unit));
            json.WriteString("relation", Name(row.Relation));
            if (row.Planned is { } planned)
                json.WriteNumber("planned", planned);
            if (row.Measured is { } measured)
                AgreementJson.WriteInterval(json, "measured", measured);
            json.WriteString("finding", Name(row.Finding));
            if (row.Why is { } why)
                json.WriteString("why", why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteLines(Utf8JsonWriter json, VerificationReport report)
    {
        json.WriteStartArray("lines");
        foreach (var row in report.Lines)
        {
            json.WriteStartObject();
            json.WriteNumber("lineMultiple", row.LineMultiple);
            AgreementJson.WriteInterval(json, "served", row.Served);
            AgreementJson.WriteInterval(json, "good", row.Good);
            AgreementJson.WriteInterval(json, "fleetFull", row.Full);
            json.WriteStartArray("classes");
            foreach (var (index, served) in report.Settings.Model.Classes.Index())
            {
                json.WriteStartObject();
                json.WriteString("class", served.Name);
                AgreementJson.WriteInterval(json, "used", row.Classes[index].Used);
                AgreementJson.WriteInterval(json, "good", row.Classes[index].Good);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
