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
    /// A dictionary of structured fields (RFC 9651), all of it whole numbers in the unit that ends each key, with the
    /// ends of its range.
    /// </summary>
    /// <param name="rates">What it was accounted by.</param>
    /// <param name="modelClass">Class of the request.</param>
    /// <param name="caused">What the request caused.</param>
    public static string Header(FootprintRates rates, string modelClass, in RequestFootprint caused)
    {
        var ranges = rates.RangesOf(modelClass);
        var text = new StringBuilder();
        AddWithEnds("energy", "j", caused.Energy.Value, ranges.Energy);
        Add("idle-j", caused.Idle.Value);
        for (var i = 0; i < rates.Impacts.Length; i++)
        {
            if (Of(rates.Impacts[i]) is { } told)
                AddWithEnds(told.Key, told.Unit, caused.Impacts[i] * told.PerUnit, ranges.Impacts[i]);
        }

        return text.ToString();

        void AddWithEnds(string key, string unit, double value, (double Low, double High) parts)
        {
            Add($"{key}-{unit}", (long)Math.Round(value));
            Add($"{key}-low-{unit}", (long)Math.Round(value * parts.Low));
            Add($"{key}-high-{unit}", (long)Math.Round(value * parts.High));
        }

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
        Write(json, "energy_wh", month?.Energy ?? default, 1.0 / Joules.PerWattHour);
        json.WriteNumber("idle_wh", Rounded((month?.Idle ?? default).Value / (double)Joules.PerWattHour));
        for (var i = 0; i < rates.Impacts.Length; i++)
        {
            var amount = month?.Amounts.GetValueOrDefault(rates.Impacts[i]) ?? default;
            if (Of(rates.Impacts[i]) is { } told)
                Write(json, told.Member, amount, told.PerMember);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string member, AmountRange amount, double perUnit)
    {
        json.WriteNumber(member, Rounded(amount.Mid * perUnit));
        json.WriteNumber($"{member}_low", Rounded(amount.Low * perUnit));
        json.WriteNumber($"{member}_high", Rounded(amount.High * perUnit));
    }

    private static double Rounded(double amount) => Math.Round(amount, 6);

    private static (string Key, string Unit, double PerUnit, string Member, double PerMember)? Of(Impact impact) =>
        impact switch
        {
            Impact.LocationCarbon => ("co2e", "ug", 1e9, "co2e_g", 1e3),
            Impact.MarketCarbon => ("co2e-market", "ug", 1e9, "co2e_market_g", 1e3),
            Impact.EmbodiedCarbon => ("co2e-embodied", "ug", 1e9, "co2e_embodied_g", 1e3),
            Impact.SiteWater => ("water-site", "ul", 1e6, "water_site_ml", 1e3),
            Impact.SourceWater => ("water-source", "ul", 1e6, "water_source_ml", 1e3),
            Impact.Nox => ("nox", "ng", 1e12, "nox_mg", 1e6),
            Impact.EnergyMoney => ("energy", "uusd", 1e6, "energy_usd", 1),
            Impact.CapacityMoney => ("capacity", "uusd", 1e6, "capacity_usd", 1),
            _ => null,
        };
}
