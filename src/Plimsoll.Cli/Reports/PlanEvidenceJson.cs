using System.Text.Json;
using Plimsoll.Evidence;
using Plimsoll.Planning;

namespace Plimsoll.Cli.Reports;

/// <summary>What a plan rests on, as programs read it.</summary>
internal static class PlanEvidenceJson
{
    public static void Write(Utf8JsonWriter json, Sensitivity sensitivity)
    {
        json.WriteStartObject("evidence");
        json.WriteStartObject("shares");
        foreach (var (kind, share) in sensitivity.Shares)
            json.WriteNumber(PlanJson.Name(kind), share);
        json.WriteEndObject();
        json.WriteStartObject("firmRange");
        PlanJson.WriteNumber(json, "low", sensitivity.Worse.Under(Condition.Storm));
        PlanJson.WriteNumber(json, "high", sensitivity.Better.Under(Condition.Storm));
        json.WriteEndObject();
        json.WriteStartArray("inputs");
        foreach (var (input, elasticity) in sensitivity.Effects)
        {
            json.WriteStartObject();
            WriteInput(json, input);
            json.WriteNumber("elasticity", elasticity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTornado(json, sensitivity);
        WriteTips(json, sensitivity);
        json.WriteEndObject();
    }

    private static void WriteTornado(Utf8JsonWriter json, Sensitivity sensitivity)
    {
        json.WriteStartArray("tornado");
        foreach (var bar in sensitivity.Tornado)
        {
            json.WriteStartObject();
            json.WriteString("path", bar.Input.Path);
            json.WriteString("unit", bar.Input.Unit);
            json.WriteNumber("low", bar.Input.Low);
            json.WriteNumber("mid", bar.Input.Mid);
            json.WriteNumber("high", bar.Input.High);
            json.WriteString("evidence", PlanJson.Name(bar.Input.Provenance.Kind));
            PlanJson.WriteNumber(json, "firmAtLow", bar.AtLow);
            PlanJson.WriteNumber(json, "firmAtHigh", bar.AtHigh);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTips(Utf8JsonWriter json, Sensitivity sensitivity)
    {
        json.WriteStartArray("tippingPoints");
        foreach (var tip in sensitivity.Tips)
        {
            json.WriteStartObject();
            json.WriteString("path", tip.Input.Path);
            json.WriteString("unit", tip.Input.Unit);
            json.WriteNumber("mid", tip.Input.Mid);
            json.WriteNumber("value", tip.Value);
            json.WriteNumber("change", tip.Change);
            json.WriteBoolean("withinRange", tip.IsWithinRange);
            json.WriteString("evidence", PlanJson.Name(tip.Input.Provenance.Kind));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteInput(Utf8JsonWriter json, InputRecord input)
    {
        json.WriteString("path", input.Path);
        json.WriteString("unit", input.Unit);
        json.WriteNumber("low", input.Low);
        json.WriteNumber("mid", input.Mid);
        json.WriteNumber("high", input.High);
        json.WriteString("evidence", PlanJson.Name(input.Provenance.Kind));
        json.WriteString("source", input.Provenance.Source);
        json.WriteString("date", input.Provenance.Date is { } date ? DateOption.Text(date) : null);
        json.WriteString("note", input.Provenance.Note);
    }
}
