using System.Text.Json;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Cli.Reports;

/// <summary>What several simulations say together, as members of <see cref="SimulationJson"/>.</summary>
internal static class AgreementJson
{
    public static void Write(Utf8JsonWriter json, SimulationRun run)
    {
        if (!run.Repeated.IsEmpty)
        {
            json.WriteStartArray("repeated");
            foreach (var figure in run.Repeated)
                WriteRepeated(json, figure);
            json.WriteEndArray();
        }

        if (run.Against is not { } against)
            return;
        json.WriteStartObject("against");
        json.WriteString("scale", against.Scale);
        json.WriteString("other", against.Other);
        json.WriteNumber("disagreeing", against.Disagreeing);
        json.WriteStartArray("figures");
        foreach (var (first, second) in against.Figures)
        {
            json.WriteStartObject();
            json.WriteString("name", first.Figure.Id);
            WriteInterval(json, "first", first.Mean);
            WriteInterval(json, "second", second.Mean);
            json.WriteNumber("explained", first.Mean.Explains(second.Mean));
            json.WriteBoolean("agrees", first.Mean.Agrees(second.Mean));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRepeated(Utf8JsonWriter json, RepeatedFigure figure)
    {
        json.WriteStartObject();
        json.WriteString("name", figure.Figure.Id);
        WriteInterval(json, "mean", figure.Mean);
        json.WriteStartArray("runs");
        foreach (var run in figure.Runs)
            json.WriteNumberValue(run.Value);
        json.WriteEndArray();
        if (figure.Covered is { } covered)
            json.WriteNumber("covered", covered);
        json.WriteEndObject();
    }

    /// <summary>An estimate with its interval.</summary>
    public static void WriteInterval(Utf8JsonWriter json, string name, ConfidenceInterval interval)
    {
        json.WriteStartObject(name);
        json.WriteNumber("value", interval.Value);
        json.WriteNumber("halfWidth95", interval.HalfWidth);
        json.WriteEndObject();
    }
}
