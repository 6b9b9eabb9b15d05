using System.Collections.Immutable;
using System.Text.Json;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Usage;

/// <summary>An account's usage in absolute amounts, as JSON.</summary>
internal static class UsageReport
{
    /// <summary>Every limit of an account: its windows, or the rates of every class that its tier includes.</summary>
    public static ImmutableArray<LimitState> States(LiveAccount account, Policy policy, Instant now)
    {
        if (account.Terms.Tier is not { } name)
            return account.States(policy, null, now);
        if (!policy.Tiers.TryGetValue(name, out var tier))
            return [];
        return
        [
            .. tier.Rates.Keys.Order(StringComparer.Ordinal)
                .SelectMany(modelClass => account.States(policy, modelClass, now)),
        ];
    }

    /// <summary>Writes the report.</summary>
    public static void Write(
        Utf8JsonWriter json,
        string key,
        AccountTerms terms,
        Policy policy,
        ImmutableArray<LimitState> states,
        Instant now)
    {
        json.WriteStartObject();
        json.WriteString("as_of", WireTime.Rfc3339(now));
        json.WriteString("key", key);
        json.WriteString("plan", terms.Plan);
        json.WriteString("tier", terms.Tier);
        json.WriteString("product", terms.Product);
        WritePolicy(json, policy);
        json.WriteStartArray("limits");
        foreach (var state in states)
            WriteLimit(json, state);
        json.WriteEndArray();
        json.WriteStartArray("allowances");
        foreach (var allowance in policy.Allowances)
        {
            if (terms.Plan is { } plan && allowance.Covers(plan, terms.Product))
                WriteAllowance(json, allowance, now);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter json, Policy policy)
    {
        json.WriteStartObject("policy");
        json.WriteString("effective_from", WireTime.Rfc3339(policy.EffectiveFrom));
        json.WriteStartArray("changes");
        foreach (var change in policy.Changes)
            json.WriteStringValue(change);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLimit(Utf8JsonWriter json, LimitState state)
    {
        json.WriteStartObject();
        json.WriteString("name", LimitWords.Name(state.Kind));
        json.WriteString("class", state.Class);
        json.WriteString("unit", LimitWords.Unit(state.Kind));
        json.WriteNumber("limit", LimitWords.InUnit(state.Kind, state.Limit));
        json.WriteNumber("used", LimitWords.InUnit(state.Kind, state.Used));
        json.WriteNumber("reserved", LimitWords.InUnit(state.Kind, state.Reserved));
        json.WriteNumber("remaining", LimitWords.InUnit(state.Kind, state.Remaining));
        json.WriteNumber("utilization", Math.Round(state.Utilization * 100, 4));
        json.WriteString("resets_at", state.ResetsAt is { } reset ? WireTime.Rfc3339(reset) : null);
        json.WriteEndObject();
    }

    private static void WriteAllowance(Utf8JsonWriter json, Allowance allowance, Instant now)
    {
        json.WriteStartObject();
        json.WriteString("name", allowance.Name);
        json.WriteString("change", allowance.Change);
        json.WriteString("window", allowance.Window == WindowKind.Session ? "session" : "week");
        json.WriteString("product", allowance.Product);
        json.WriteNumber("factor", allowance.Factor.Value);
        json.WriteBoolean("applies_now", allowance.When?.Contains(now) ?? true);
        if (allowance.When is { } hours)
        {
            json.WriteStartObject("hours");
            json.WriteStartArray("days");
            foreach (var day in hours.Days)
                json.WriteStringValue(day.ToString());
            json.WriteEndArray();
            json.WriteString("from", WeeklyHours.ClockTime(hours.From));
            json.WriteString("to", WeeklyHours.ClockTime(hours.To));
            json.WriteString("zone", hours.Zone.Id);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
