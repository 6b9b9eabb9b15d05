using System.Text.Json;
using Plimsoll.Footprint.Money;

namespace Plimsoll.Cli.Reports;

/// <summary>Contracts as programs read them; described in the reference on money.</summary>
internal static class ContractsJson
{
    private const string Format = "plimsoll.contracts/1";

    public static string Write(ContractsRun run) => JsonText.Write(Format, json =>
    {
        json.WriteString("scenario", run.Document.Name);
        json.WriteString("date", DateOption.Text(run.Mid.At.Date));
        WhatIfJson.Number(json, "discount", run.Document.Spec.Money.Discount?.Value.Fraction);
        json.WriteStartArray("contracts");
        foreach (var entry in run.Mid.Entries)
            WriteEntry(json, entry, run);
        json.WriteEndArray();
        json.WriteStartArray("conflicts");
        foreach (var input in run.Conflicts)
        {
            json.WriteStartObject();
            json.WriteString("path", input.Path);
            json.WriteString("unit", input.Unit);
            json.WriteNumber("low", input.Low);
            json.WriteNumber("mid", input.Mid);
            json.WriteNumber("high", input.High);
            json.WriteString("evidence", JsonText.Name(input.Provenance.Kind));
            json.WriteString("note", input.Provenance.Note);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>A figure with its range, or null.</summary>
    public static void Write(Utf8JsonWriter json, string name, MoneyRange? range)
    {
        if (range is not { } known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("low", known.Low);
        json.WriteNumber("mid", known.Mid);
        json.WriteNumber("high", known.High);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, ContractEntry entry, ContractsRun run)
    {
        var (outlay, name) = (entry.Outlay, entry.Outlay.Contract.Name);
        var exit = run.ExitOf(name);
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("counterparty", outlay.Contract.Counterparty);
        json.WriteString("form", JsonText.Name(outlay.Contract.Form));
        json.WriteString("power", JsonText.Name(outlay.Contract.Power));
        json.WriteString("ends", outlay.End is { } end ? DateOption.Text(end.Date) : null);
        Write(json, "committedDollars", run.Of([name], ContractsRun.Remaining));
        Write(json, "presentValueDollars", run.Of([name], ContractsRun.PresentValue));
        Write(json, "leavingDollars", run.Of([name], ContractsRun.UntilExit));
        json.WriteString("exitFirst", exit.From is { } first ? DateOption.Text(first.Date) : null);
        json.WriteString("exitLast", exit.To is { } last ? DateOption.Text(last.Date) : null);
        WhatIfJson.Number(json, "dollarsPerAcceleratorHour", entry.PerAcceleratorHour?.Dollars);
        json.WriteStartArray("months");
        foreach (var month in entry.Months)
        {
            json.WriteStartObject();
            json.WriteString("from", DateOption.Text(month.From.Date));
            json.WriteString("until", DateOption.Text(month.Until.Date));
            json.WriteNumber("feeDollars", month.Fee.Dollars);
            json.WriteNumber("useDollars", month.Use.Dollars);
            json.WriteNumber("shortfallDollars", month.Shortfall.Dollars);
            json.WriteNumber("overageDollars", month.Overage.Dollars);
            json.WriteNumber("leastDollars", month.Least.Dollars);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
