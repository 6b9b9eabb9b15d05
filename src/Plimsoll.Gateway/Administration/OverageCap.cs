using System.Globalization;
using System.Text.Json;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>A cap on overage as an operator states it: an amount, or the several caps of which one counts.</summary>
/// <param name="Amount">The cap; null: as the terms say.</param>
internal readonly record struct OverageCap(MicroUsd? Amount)
{
    private const string Unlimited = "unlimited";
    private const long Most = 1_000_000_000;
    private const string Dollars = "dollars from 0 to 1000000000 as a decimal text such as \"20.50\", or null";

    /// <summary>
    /// Reads a member: cents as a text, or an object that <see cref="SpendPrecedence"/> makes one cap of.
    /// </summary>
    public static OverageCap Read(RequestFields fields, string name)
    {
        if (fields.Object(name) is { } several)
            return new OverageCap(Effective(several));
        var cents = fields.Money(name, " or an object of caps");
        if (cents is { } cap && cap.Dollars is < 0 or > Most)
            fields.Errors.Add($"{name}: found {cap.Dollars} dollars; expected 0 to {Most}.");
        return new OverageCap(cents);
    }

    /// <summary>Writes it as it counts: cents as a text, <c>unlimited</c>, or null for as the terms say.</summary>
    public void Write(Utf8JsonWriter json, string name) => json.WriteString(name, Amount switch
    {
        null => null,
        { } amount when amount == WireAmount.NoCap => Unlimited,
        { } amount => WireAmount.Text(WireAmount.Cents(amount)),
    });

    private static MicroUsd? Effective(RequestFields several)
    {
        var user = DollarsIn(several, "user");
        var groups = several.Items("groups")
            .Select(item => item.ValueKind == JsonValueKind.Null ? null : DollarsIn(several, "groups", item))
            .ToList();
        var rule = several.Text("groups_rule", isRequired: groups.Count > 0);
        if (rule is not (null or "lowest" or "highest"))
            several.Wrong("groups_rule", "lowest or highest");
        var seatTier = DollarsIn(several, "seat_tier");
        var organization = DollarsIn(several, "organization");
        several.RefuseOthers();
        var combined = rule == "highest" ? SpendPrecedence.GroupRule.Highest : SpendPrecedence.GroupRule.Lowest;
        return SpendPrecedence.Effective(user, groups, combined, seatTier, organization) ?? WireAmount.NoCap;
    }

    private static MicroUsd? DollarsIn(RequestFields several, string name) =>
        several.Value(name) is { } value ? DollarsIn(several, name, value) : null;

    private static MicroUsd? DollarsIn(RequestFields several, string name, JsonElement value)
    {
        const NumberStyles style = NumberStyles.AllowDecimalPoint;
        if (value.ValueKind == JsonValueKind.String
            && decimal.TryParse(value.GetString(), style, CultureInfo.InvariantCulture, out var dollars)
            && dollars <= Most
            && WireAmount.FromCents(dollars * 100) is { } money)
        {
            return money;
        }

        several.Wrong(name, Dollars);
        return null;
    }
}
