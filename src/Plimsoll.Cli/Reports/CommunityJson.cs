using System.Text.Json;
using Plimsoll.Footprint.Community;

namespace Plimsoll.Cli.Reports;

/// <summary>The community ledger as programs read it; described in the reference on the community.</summary>
internal static class CommunityJson
{
    private const string Format = "plimsoll.community/1";

    public static string Write(CommunityRun run) => JsonText.Write(Format, json =>
    {
        json.WriteString("scenario", run.Document.Name);
        json.WriteString("from", DateOption.Text(run.From.Date));
        json.WriteNumber("hours", run.Hours);
        json.WriteStartArray("pledges");
        foreach (var pledge in run.Ledger.Pledges)
            WritePledge(json, pledge, run);
        json.WriteEndArray();
        json.WriteStartArray("sites");
        foreach (var account in run.Mid)
            WriteSite(json, account, run);
        json.WriteEndArray();
        json.WriteStartArray("records");
        foreach (var record in run.Ledger.Records)
            WriteRecord(json, record);
        json.WriteEndArray();
    });

    private static void WritePledge(Utf8JsonWriter json, Pledge pledge, CommunityRun run)
    {
        json.WriteStartObject();
        json.WriteString("name", pledge.Name);
        json.WriteString("title", pledge.Title);
        json.WriteString("by", pledge.By);
        json.WriteString("date", DateOption.Text(pledge.Date.Date));
        json.WriteBoolean("binding", pledge.IsBinding);
        json.WriteString("source", pledge.Source);
        json.WriteStartArray("sites");
        foreach (var account in run.Mid)
        {
            var (coverage, because) = pledge.Of(account.Meter.Site.Name);
            json.WriteStartObject();
            json.WriteString("site", account.Meter.Site.Name);
            json.WriteString("coverage", JsonText.Name(coverage));
            json.WriteString("because", because);
            json.WriteStartObject("promises");
            foreach (var promise in pledge.Promises)
                json.WriteString(promise.Name, JsonText.Name(account.Of(pledge, promise)));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("promises");
        foreach (var promise in pledge.Promises)
        {
            json.WriteStartObject();
            json.WriteString("name", promise.Name);
            json.WriteString("kind", JsonText.Name(promise.Kind));
            json.WriteString("words", promise.Words);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSite(Utf8JsonWriter json, CommunityAccount account, CommunityRun run)
    {
        json.WriteStartObject();
        json.WriteString("site", account.Meter.Site.Name);
        json.WriteNumber("gridMegawattHours", account.GridMegawattHours.Sum());
        json.WriteNumber("matchedMegawattHours", account.MatchedMegawattHours.Sum());
        ContractsJson.Write(json, "priceEffectDollars", run.Of(account, CommunityRun.PriceEffect));
        WhatIfJson.Number(json, "priceEffectPaidDollars", account.PriceEffectPaidUsd);
        WhatIfJson.Number(json, "upgradeCostDollars", account.UpgradeCost?.Dollars);
        WhatIfJson.Number(json, "upgradeBorneDollars", account.UpgradePaid?.Dollars);
        json.WriteNumber("curtailedHours", account.CurtailedHours);
        json.WriteNumber("curtailedMegawattHours", account.CurtailedMegawattHours);
        json.WriteEndObject();
    }

    private static void WriteRecord(Utf8JsonWriter json, CommunityRecord record)
    {
        json.WriteStartObject();
        json.WriteString("name", record.Name);
        json.WriteString("kind", JsonText.Name(record.Kind));
        json.WriteBoolean("isFinding", record.IsFinding);
        json.WriteString("date", DateOption.Text(record.Date.Date));
        json.WriteString("claimant", record.Claimant);
        json.WriteString("about", record.About);
        json.WriteString("site", record.Site);
        json.WriteString("claim", record.Claim);
        json.WriteString("status", record.Status);
        json.WriteString("statusDate", DateOption.Text(record.StatusDate.Date));
        json.WriteString("response", record.Response);
        json.WriteString("source", record.Source);
        json.WriteEndObject();
    }
}
