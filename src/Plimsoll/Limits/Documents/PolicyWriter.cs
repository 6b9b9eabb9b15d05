using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Documents;

/// <summary>Writes policies; what is sorted by nothing else is sorted by name, defaults are left out.</summary>
internal sealed class PolicyWriter(Utf8JsonWriter json)
{
    /// <summary>Writes all versions, and once the zones that their hours speak of.</summary>
    public void Write(PolicyTimeline timeline)
    {
        json.WriteStartObject();
        json.WriteString("format", PolicyJson.Format);
        List("versions", timeline.Versions, Version);
        var zones = timeline.Versions.SelectMany(version => version.Allowances)
            .Select(allowance => allowance.When?.Zone).OfType<ZoneOffsets>()
            .DistinctBy(zone => zone.Id).OrderBy(zone => zone.Id, StringComparer.Ordinal).ToList();
        if (zones.Count > 0)
            List("zones", zones, Zone);
        json.WriteEndObject();
    }

    private void Version(Policy version)
    {
        json.WriteString("effective_from", InstantText.Of(version.EffectiveFrom));
        Names("changes", version.Changes);
        json.WriteNumber("session_ns", version.SessionLength.Nanoseconds);
        json.WriteNumber("session_grid_ns", version.SessionGrid.Nanoseconds);
        if (version.InProgress != InProgress.KeepUsed)
            json.WriteString("in_progress", SnakeCase.Of(version.InProgress));
        json.WriteNumber("reservation_ns", version.ReservationLife.Nanoseconds);
        json.WriteNumber("batch_ns", version.BatchLife.Nanoseconds);
        List("classes", version.Classes.Values.OrderBy(one => one.Name, StringComparer.Ordinal), Class);
        List("plans", version.Plans.Values.OrderBy(one => one.Name, StringComparer.Ordinal), Plan);
        List("tiers", version.Tiers.Values.OrderBy(one => one.Name, StringComparer.Ordinal), Tier);
        List("sets", version.Sets.Values.OrderBy(one => one.Name, StringComparer.Ordinal), Set);
        List("allowances", version.Allowances, Allowance);
    }

    private void Class(ClassTerms terms)
    {
        json.WriteString("name", terms.Name);
        Names("models", terms.Models);
        json.WriteStartObject("weights_micro_credits");
        var weights = terms.Weights;
        Kinds(
            weights.Input.Micro,
            weights.CacheWrite.Micro,
            weights.CacheWriteLong.Micro,
            weights.CacheRead.Micro,
            weights.Output.Micro);
        json.WriteEndObject();
        json.WriteStartObject("prices_micro_usd");
        var prices = terms.Prices;
        Kinds(
            prices.Input.Value,
            prices.CacheWrite.Value,
            prices.CacheWriteLong.Value,
            prices.CacheRead.Value,
            prices.Output.Value);
        json.WriteEndObject();
        json.WriteNumber("expected_output", terms.ExpectedOutput.Value);
        if (terms.Reserve != OutputReserve.Learned)
            json.WriteString("reserve", SnakeCase.Of(terms.Reserve));
    }

    private void Plan(PlanTerms plan)
    {
        json.WriteString("name", plan.Name);
        json.WriteString("title", plan.Title);
        json.WriteNumber("session_micro_credits", plan.Session.Micro);
        json.WriteNumber("week_micro_credits", plan.Week.Micro);
        Limits(plan.Further);
    }

    private void Tier(TierTerms tier)
    {
        json.WriteString("name", tier.Name);
        List("rates", tier.Rates.OrderBy(rate => rate.Key, StringComparer.Ordinal), rate =>
        {
            json.WriteString("class", rate.Key);
            json.WriteNumber("requests", rate.Value.Requests.Value);
            json.WriteNumber("input", rate.Value.Input.Value);
            json.WriteNumber("output", rate.Value.Output.Value);
            Optional("burst_ns", rate.Value.Burst?.Nanoseconds);
            Flag("counts_cache_reads", rate.Value.CountsCacheReads);
            Flag("whole_output", rate.Value.WholeOutput);
        });
        Limits(tier.Further);
    }

    private void Set(LimitSet set)
    {
        json.WriteString("name", set.Name);
        Limits(set.Limits);
    }

    private void Limits(ImmutableArray<LimitTerms> limits)
    {
        if (!limits.IsEmpty)
            List("limits", limits, Limit);
    }

    private void Limit(LimitTerms terms)
    {
        json.WriteString("kind", LimitKinds.Of(terms));
        json.WriteString("name", terms.Name);
        Optional("class", terms.Class);
        Optional("lane", terms.Lane is { } lane ? SnakeCase.Of(lane) : null);
        switch (terms)
        {
            case RateLimit rate:
                Rate(rate);
                break;
            case WindowLimit window:
                json.WriteString("window", SnakeCase.Of(window.Window));
                json.WriteNumber("micro_credits", window.Limit.Micro);
                break;
            case SpendLimit spend:
                json.WriteString("period", SnakeCase.Of(spend.Period));
                json.WriteNumber("micro_usd", spend.Limit.Value);
                json.WriteString("cap", SnakeCase.Of(spend.Cap));
                break;
            case ConcurrencyLimit concurrency:
                json.WriteNumber("requests", concurrency.Limit);
                break;
            case AccelerationLimit growth:
                json.WriteNumber("interval_ns", growth.Interval.Nanoseconds);
                json.WriteNumber("free", growth.Free.Value);
                json.WriteNumber("growth", growth.Growth.Value);
                OnExceed(growth.OnExceed);
                break;
            case OverageTerms overage:
                Optional("daily_micro_usd", overage.Daily?.Value);
                Optional("monthly_micro_usd", overage.Monthly?.Value);
                Flag("prepaid", overage.Prepaid);
                break;
            default:
                throw new UnreachableException($"Unknown limit {terms}.");
        }
    }

    private void Rate(RateLimit rate)
    {
        Optional("requests", rate.Requests);
        Optional("input", rate.Input);
        Optional("output", rate.Output);
        json.WriteNumber("period_ns", rate.Period.Nanoseconds);
        Optional("burst_ns", rate.Burst?.Nanoseconds);
        if (rate.Burn != TokenBurn.Metered)
        {
            json.WriteStartObject("burn_millionths");
            Kinds(
                rate.Burn.Input, rate.Burn.CacheWrite, rate.Burn.CacheWriteLong, rate.Burn.CacheRead, rate.Burn.Output);
            json.WriteEndObject();
        }

        Flag("whole_output", rate.WholeOutput);
        OnExceed(rate.OnExceed);
    }

    private void OnExceed(ExceedAction action)
    {
        if (action != ExceedAction.Refuse)
            json.WriteString("on_exceed", SnakeCase.Of(action));
    }

    private void Allowance(Allowance allowance)
    {
        json.WriteString("change", allowance.Change);
        json.WriteString("name", allowance.Name);
        json.WriteString("window", SnakeCase.Of(allowance.Window));
        Names("plans", [.. allowance.Plans.Order(StringComparer.Ordinal)]);
        Optional("product", allowance.Product);
        Optional("class", allowance.Class);
        Optional("lane", allowance.Lane is { } lane ? SnakeCase.Of(lane) : null);
        Optional("trait", allowance.Trait);
        json.WriteNumber("factor", allowance.Factor.Value);
        if (allowance.When is not { } hours)
            return;
        json.WriteStartObject("hours");
        Names("days", [.. hours.Days.Select(SnakeCase.Of)]);
        json.WriteNumber("from_ns", hours.From.Nanoseconds);
        json.WriteNumber("to_ns", hours.To.Nanoseconds);
        json.WriteString("zone", hours.Zone.Id);
        json.WriteEndObject();
    }

    private void Zone(ZoneOffsets zone)
    {
        json.WriteString("id", zone.Id);
        json.WriteNumber("offset_ns", zone.Initial.Nanoseconds);
        List("transitions", zone.Transitions, one =>
        {
            json.WriteString("at", InstantText.Of(one.At));
            json.WriteNumber("offset_ns", one.Offset.Nanoseconds);
        });
    }

    private void Kinds(long input, long cacheWrite, long cacheWriteLong, long cacheRead, long output)
    {
        json.WriteNumber("input", input);
        json.WriteNumber("cache_write", cacheWrite);
        json.WriteNumber("cache_write_long", cacheWriteLong);
        json.WriteNumber("cache_read", cacheRead);
        json.WriteNumber("output", output);
    }

    private void List<T>(string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Names(string name, ImmutableArray<string> names)
    {
        json.WriteStartArray(name);
        foreach (var one in names)
            json.WriteStringValue(one);
        json.WriteEndArray();
    }

    private void Optional(string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    private void Optional(string name, long? number)
    {
        if (number is { } known)
            json.WriteNumber(name, known);
    }

    private void Flag(string name, bool isSet)
    {
        if (isSet)
            json.WriteBoolean(name, true);
    }
}
