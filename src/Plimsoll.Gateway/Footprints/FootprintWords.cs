using System.Globalization;
using System.Text;
using System.Text.Json;
using Plimsoll.Footprint;
using Plimsoll.Footprint.Requests;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Footprints;

/// <summary>How clients are told of footprints.</summary>
internal static class FootprintWords
{
    /// <summary>
    /// A dictionary of structured fields (RFC 9651), all of it whole numbers: energy in joules, the rest in millionths
    /// of a gram, of a litre and of a dollar.
    /// </summary>
    /// <param name="rates">What it was accounted by.</param>
    /// <param name="modelClass">Class of the request.</param>
    /// <param name="caused">What the request caused.</param>
    public static string Header(FootprintRates rates, string modelClass, in RequestFootprint caused)
    {
        var (low, high) = rates.RangeOf(modelClass);
        var text = new StringBuilder();
        Add("energy-j", caused.Energy.Value);
        Add("energy-low-j", (long)Math.Round(caused.Energy.Value * low));
        Add("energy-high-j", (long)Math.Round(caused.Energy.Value * high));
        Add("idle-j", caused.Idle.Value);
        for (var i = 0; i < rates.Impacts.Length; i++)
        {
            if (Of(rates.Impacts[i]) is { } told)
                Add(told.Key, (long)Math.Round(caused.Impacts[i] * told.PerUnit));
        }

        return text.ToString();

        void Add(string key, long value)
        {
            text.Append(text.Length == 0 ? "" : ", ").Append(key).Append('=');
            text.Append(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>A comment of an event stream, which clients read over.</summary>
    public static byte[] Comment(string header) => Encoding.ASCII.GetBytes($": {FootprintDesk.Header} {header}\n\n");

    /// <summary>What an account caused in a month, as a member of its document.</summary>
    public static void Write(Utf8JsonWriter json, FootprintRates rates, FootprintMonth? month)
    {
        json.WriteStartObject("footprint");
        json.WriteString("scope", "requests that this gateway served since it started");
        json.WriteString("month", month?.Begin.ToString("yyyy-MM", CultureInfo.InvariantCulture));
        json.WriteNumber("requests", month?.Requests ?? 0);
        json.WriteNumber("energy_wh", WattHours((month?.Own ?? default) + (month?.Idle ?? default)));
        json.WriteNumber("idle_wh", WattHours(month?.Idle ?? default));
        for (var i = 0; i < rates.Impacts.Length; i++)
        {
            var amount = month?.Amounts.GetValueOrDefault(rates.Impacts[i]) ?? 0;
            if (Of(rates.Impacts[i]) is { } told)
                json.WriteNumber(told.Member, Math.Round(amount * told.PerMember, 6));
        }

        json.WriteEndObject();
    }

    private static double WattHours(Joules energy) => Math.Round(energy.Value / (double)Joules.PerWattHour, 6);

    private static (string Key, double PerUnit, string Member, double PerMember)? Of(Impact impact) => impact switch
    {
        Impact.LocationCarbon => ("co2e-ug", 1e9, "co2e_g", 1e3),
        Impact.MarketCarbon => ("co2e-market-ug", 1e9, "co2e_market_g", 1e3),
        Impact.EmbodiedCarbon => ("co2e-embodied-ug", 1e9, "co2e_embodied_g", 1e3),
        Impact.SiteWater => ("water-site-ul", 1e6, "water_site_ml", 1e3),
        Impact.SourceWater => ("water-source-ul", 1e6, "water_source_ml", 1e3),
        Impact.Nox => ("nox-ug", 1e9, "nox_mg", 1e6),
        Impact.EnergyMoney => ("energy-uusd", 1e6, "energy_usd", 1),
        Impact.CapacityMoney => ("capacity-uusd", 1e6, "capacity_usd", 1),
        _ => null,
    };
}
