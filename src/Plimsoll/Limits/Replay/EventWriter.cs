using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Plimsoll.Limits.Documents;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Replay;

/// <summary>Writes events; members with their default value are left out.</summary>
internal static class EventWriter
{
    public static void Write(Utf8JsonWriter json, LimitEvent one)
    {
        json.WriteStartObject();
        json.WriteString("at", InstantText.Of(one.At));
        json.WriteString("event", EventNames.Of(one));
        WriteMembers(json, one);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, LimitEvent one)
    {
        switch (one)
        {
            case BookOpened:
                json.WriteString("format", LimitEventJson.Format);
                break;
            case PolicyAdopted adopted:
                json.WritePropertyName("policy");
                PolicyJson.Write(json, adopted.Timeline);
                break;
            case ScopeAdded added:
                json.WriteString("scope", added.Scope.Text);
                json.WriteString("level", SnakeCase.Of(added.Level));
                WriteTerms(json, added.Sets, added.WeekAnchor);
                break;
            case ScopeChanged changed:
                json.WriteString("scope", changed.Scope.Text);
                WriteTerms(json, changed.Sets, changed.WeekAnchor);
                break;
            case ScopeRemoved removed:
                json.WriteString("scope", removed.Scope.Text);
                break;
            case RequestAsked asked:
                WriteAsked(json, asked);
                break;
            case UsageReported reported:
                json.WriteString("request", reported.Request);
                WriteUsage(json, "usage", reported.SoFar);
                break;
            case RequestSettled settled:
                json.WriteString("request", settled.Request);
                WriteUsage(json, "usage", settled.Actual);
                break;
            case RequestReleased released:
                json.WriteString("request", released.Request);
                break;
            default:
                WriteSettings(json, one);
                break;
        }
    }

    private static void WriteSettings(Utf8JsonWriter json, LimitEvent one)
    {
        switch (one)
        {
            case WindowsReset reset:
                json.WriteString("reset", reset.Reset);
                if (reset.Scope is { } scope)
                    json.WriteString("scope", scope.Text);
                WriteOrder(json, reset.Clears);
                break;
            case GrantDefined defined:
                WriteGrant(json, defined.Grant);
                break;
            case GrantUsed used:
                json.WriteString("scope", used.Scope.Text);
                json.WriteString("grant", used.Grant);
                json.WriteString("request", used.Request);
                json.WriteString("result", SnakeCase.Of(used.Result));
                break;
            case OverageSet set:
                json.WriteString("scope", set.Scope.Text);
                json.WriteBoolean("enabled", set.IsEnabled);
                if (set.Daily is { } daily)
                    json.WriteNumber("daily_micro_usd", daily.Value);
                if (set.Monthly is { } monthly)
                    json.WriteNumber("monthly_micro_usd", monthly.Value);
                break;
            case ConsentSet consent:
                json.WriteString("scope", consent.Scope.Text);
                json.WriteBoolean("consents", consent.Consents);
                break;
            case CreditBought bought:
                json.WriteString("scope", bought.Scope.Text);
                json.WriteNumber("micro_usd", bought.Credit.Value);
                break;
            default:
                throw new UnreachableException($"Unknown event {one}.");
        }
    }

    private static void WriteAsked(Utf8JsonWriter json, RequestAsked asked)
    {
        json.WriteString("request", asked.Request);
        json.WriteString("scope", asked.Scope.Text);
        json.WriteString("class", asked.Class);
        if (asked.Product is { } product)
            json.WriteString("product", product);
        if (asked.Lane != Lane.Standard)
            json.WriteString("lane", SnakeCase.Of(asked.Lane));
        if (!asked.Traits.IsEmpty)
            WriteNames(json, "traits", asked.Traits);
        if (asked.Requests != 0)
            json.WriteNumber("requests", asked.Requests);
        WriteUsage(json, "estimate", asked.Estimate);
        if (asked.Consents)
            json.WriteBoolean("consents", true);
        WriteDecision(json, asked.Decision);
    }

    private static void WriteDecision(Utf8JsonWriter json, RecordedDecision decision)
    {
        json.WriteString("decision", EventNames.Of(decision));
        if (decision is RecordedDecision.Admitted admitted)
        {
            if (admitted.Served != Lane.Standard)
                json.WriteString("served", SnakeCase.Of(admitted.Served));
            if (admitted.IsOverage)
                json.WriteBoolean("is_overage", true);
        }
        else if (decision is RecordedDecision.Rejected rejected)
        {
            json.WriteStartObject("binding");
            json.WriteString("level", SnakeCase.Of(rejected.Binding.Level));
            json.WriteString("kind", SnakeCase.Of(rejected.Binding.Kind));
            json.WriteString("name", rejected.Binding.Name);
            json.WriteEndObject();
            if (rejected.RetryAt is { } retryAt)
                json.WriteString("retry_at", InstantText.Of(retryAt));
            if (rejected.Overage != OverageStatus.NotOffered)
                json.WriteString("overage", SnakeCase.Of(rejected.Overage));
        }
    }

    private static void WriteUsage(Utf8JsonWriter json, string name, in TokenUsage usage)
    {
        json.WriteStartObject(name);
        WriteTokens(json, "input", usage.Input);
        WriteTokens(json, "cache_write", usage.CacheWrite);
        WriteTokens(json, "cache_write_long", usage.CacheWriteLong);
        WriteTokens(json, "cache_read", usage.CacheRead);
        WriteTokens(json, "output", usage.Output);
        json.WriteEndObject();
    }

    private static void WriteTokens(Utf8JsonWriter json, string name, Tokens tokens)
    {
        if (tokens.Value != 0)
            json.WriteNumber(name, tokens.Value);
    }

    private static void WriteTerms(Utf8JsonWriter json, ImmutableArray<string> sets, Instant weekAnchor)
    {
        WriteNames(json, "sets", sets);
        if (weekAnchor != default)
            json.WriteString("week_anchor", InstantText.Of(weekAnchor));
    }

    private static void WriteGrant(Utf8JsonWriter json, ResetGrant grant)
    {
        json.WriteString("grant", grant.Id);
        json.WriteString("label", grant.Label);
        json.WriteNumber("count", grant.Count);
        json.WriteString("starts_at", InstantText.Of(grant.StartsAt));
        json.WriteString("ends_at", InstantText.Of(grant.EndsAt));
        WriteOrder(json, grant.Clears);
        if (grant.NeedsLimit)
            json.WriteBoolean("needs_limit", true);
        if (grant.Cooldown != Duration.Zero)
            json.WriteNumber("cooldown_ns", grant.Cooldown.Nanoseconds);
        if (grant.IsPaused)
            json.WriteBoolean("is_paused", true);
    }

    private static void WriteOrder(Utf8JsonWriter json, ResetOrder order)
    {
        if (!order.Limits.IsDefaultOrEmpty)
            WriteNames(json, "limits", order.Limits);
        if (!order.Sets.IsDefaultOrEmpty)
            WriteNames(json, "sets", order.Sets);
    }

    private static void WriteNames(Utf8JsonWriter json, string name, ImmutableArray<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
