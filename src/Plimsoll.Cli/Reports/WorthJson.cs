using System.Text.Json;
using Plimsoll.Planning.Search;

namespace Plimsoll.Cli.Reports;

/// <summary>What a contract is worth, as programs read it; described in the reference on what-ifs.</summary>
internal static class WorthJson
{
    private const string Format = "plimsoll.worth/1";

    public static string Write(ContractWorth report, string scenario) => JsonText.Write(Format, json =>
    {
        json.WriteString("scenario", scenario);
        json.WriteString("contract", report.Contract.Name);
        json.WriteString("date", DateOption.Text(report.At.Date));
        json.WriteStartObject("margins");
        foreach (var (condition, with, without) in report.Margins)
        {
            json.WriteStartObject(WhatIfJson.Name(condition));
            WhatIfJson.Number(json, "with", with);
            WhatIfJson.Number(json, "without", without);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WhatIfJson.Number(json, "carried", report.Carried);
        WhatIfJson.Number(json, "growthDays", report.GrowthDays);
        WhatIfJson.Number(json, "outputTokensPerMonth", report.OutputTokensPerMonth);
        WhatIfJson.Number(json, "dollarsPerMonth", report.Contract.PricePerMonth?.Dollars);
        WhatIfJson.Number(json, "dollarsPerMillionOutputTokens", report.PricePerMillion);
        WriteLines(json, report);
        WriteReplacements(json, report);
        WriteWithdrawal(json, report);
    });

    private static void WriteLines(Utf8JsonWriter json, ContractWorth report)
    {
        json.WriteStartArray("limits");
        foreach (var line in report.Lines)
        {
            json.WriteStartObject();
            json.WriteString("key", line.Dial.Key);
            json.WriteString("title", line.Dial.Title);
            json.WriteNumber("multiple", line.Dial.AfterMultiple);
            WhatIfJson.Number(json, "with", line.With.Multiple);
            WhatIfJson.Number(json, "without", line.Without.Multiple);
            json.WriteBoolean("backedByItAlone", line.IsBackedByItAlone);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteReplacements(Utf8JsonWriter json, ContractWorth report)
    {
        json.WriteStartArray("replacements");
        foreach (var answer in report.Replacements)
        {
            json.WriteStartObject();
            json.WriteString("accelerator", answer.Candidate.Kind.Name);
            WhatIfJson.Number(json, "accelerators", answer.Accelerators);
            WhatIfJson.Number(json, "watts", answer.Power?.Value);
            WhatIfJson.Number(json, "dollarsPerMonth", answer.PricePerMonth?.Dollars);
            WhatIfJson.Number(json, "cheaperBelowDollarsPerHour", report.BreakEvenOf(answer)?.Dollars);
            json.WriteString("obstacle", answer.Obstacle);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWithdrawal(Utf8JsonWriter json, ContractWorth report)
    {
        if (report.Withdrawal is { } withdrawal)
        {
            json.WriteStartObject("withdrawal");
            json.WriteNumber("noticeSeconds", withdrawal.Notice.Seconds);
            json.WriteString("first", DateOption.Text(withdrawal.First.Date));
            WhatIfJson.Number(json, "with", withdrawal.With);
            WhatIfJson.Number(json, "without", withdrawal.Without);
            json.WriteEndObject();
        }
        else
            json.WriteNull("withdrawal");
        json.WriteStartArray("undone");
        foreach (var step in report.Undone)
        {
            json.WriteStartObject();
            json.WriteString("key", step.Dial.Key);
            WhatIfJson.Number(json, "margin", step.Margin);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
