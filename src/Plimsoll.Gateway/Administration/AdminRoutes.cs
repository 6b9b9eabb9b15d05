using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>What an operator may change while the gateway runs. Every change is audited.</summary>
internal sealed class AdminRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    private const string Who = "operator";

    /// <summary>
    /// <c>POST /admin/reset</c>: clears windows of one scope or of everybody, and moves no anchor.
    /// </summary>
    public async Task Reset()
    {
        if (await Begin() is not { } fields)
            return;
        var (scope, isEverybody) = (fields.Text("scope"), fields.Flag("everybody") ?? false);
        var (limits, sets) = (fields.Texts("limits"), fields.Texts("sets"));
        var (id, reason) = (fields.Text("id", isRequired: true), fields.Text("reason", isRequired: true));
        if (scope is null == !isEverybody)
            fields.Errors.Add("scope: expected either a scope or everybody: true, and not both.");
        if (!sets.IsEmpty && !isEverybody)
            fields.Errors.Add("sets: expected only with everybody: true.");
        var target = Find(fields, scope);
        var policy = gateway.Catalog.Policy;
        RequireKnown(fields, "limits", limits, WindowsOf(policy));
        RequireKnown(fields, "sets", sets, [.. policy.Plans.Keys, .. policy.Tiers.Keys, .. policy.Sets.Keys]);
        if (fields.Problem() is { } problem)
        {
            await answer.Refuse(problem);
            return;
        }

        var (order, name, now) = (new ResetOrder(limits, sets), RequestName.OfOperator(id!), gateway.Now);
        var isMade = target is null
            ? gateway.Limits.ResetEverybody(order, name, now)
            : gateway.Limits.Reset(target.Path, order, name, now);
        await Finish("reset", isMade ? "reset" : "already_made", now, json =>
        {
            json.WriteString("id", id);
            json.WriteString("reason", reason);
            json.WriteString("scope", scope);
            json.WriteBoolean("everybody", isEverybody);
            Write(json, "limits", limits);
            Write(json, "sets", sets);
        });
    }

    /// <summary>
    /// <c>POST /admin/overage</c>: switches overage of a scope, sets its own caps, adds credit that was bought.
    /// </summary>
    public async Task Overage()
    {
        if (await Begin() is not { } fields)
            return;
        var scope = fields.Text("scope", isRequired: true);
        var isEnabled = fields.Flag("enabled");
        var (daily, monthly, bought) = (fields.Money("daily"), fields.Money("monthly"), fields.Money("buy"));
        var id = fields.Text("id", isRequired: fields.Has("buy"));
        if (isEnabled is null && !fields.Has("buy"))
            fields.Errors.Add("enabled: is missing; expected true or false, or an amount to buy.");
        if (isEnabled is null && (fields.Has("daily") || fields.Has("monthly")))
            fields.Errors.Add("enabled: is missing; expected true or false with a cap.");
        if (daily?.Value < 0 || monthly?.Value < 0)
            fields.Errors.Add("daily, monthly: expected 0 or more.");
        var target = Find(fields, scope);
        if (fields.Problem() is { } problem)
        {
            await answer.Refuse(problem);
            return;
        }

        var now = gateway.Now;
        var result = Change(target!, isEnabled, daily, monthly, (bought, id), now);
        await Finish("overage", result, now, json =>
        {
            json.WriteString("id", id);
            json.WriteString("scope", scope);
            if (isEnabled is { } enabled)
                json.WriteBoolean("enabled", enabled);
            Write(json, "daily", daily);
            Write(json, "monthly", monthly);
            Write(json, "buy", bought);
        });
    }

    private string Change(
        AccountScope target,
        bool? isEnabled,
        MicroUsd? daily,
        MicroUsd? monthly,
        (MicroUsd? Amount, string? Id) bought,
        Instant now)
    {
        if (isEnabled is { } enabled && !gateway.Limits.SetOverage(target.Path, enabled, daily, monthly, now))
            return "not_offered";
        if (bought.Amount is not { } amount)
            return "changed";
        if (!gateway.Purchases.TryAdd(RequestName.OfOperator(bought.Id!), amount))
            return "already_made";
        if (gateway.Limits.Buy(target.Path, amount, now))
            return "changed";
        gateway.Purchases.TryRemove(RequestName.OfOperator(bought.Id!), out _);
        return "not_offered";
    }

    /// <summary>The members of an operator's request; null when it was answered already.</summary>
    private async Task<RequestFields?> Begin()
    {
        if (gateway.Options.AdminKeyHash is null)
        {
            await answer.Refuse(Routes.Unknown(http.Request));
            return null;
        }

        if (!answer.IsOperator())
        {
            GatewayLog.OperatorRefused(gateway.Log, answer.RequestId);
            await answer.RefuseKey();
            return null;
        }

        var (fields, unread) = await RequestFields.Read(http);
        if (unread is not null)
            await answer.Refuse(unread);
        return fields;
    }

    private AccountScope? Find(RequestFields fields, string? scope)
    {
        if (scope is null)
            return null;
        var found = gateway.Accounts.Find(scope);
        if (found is null)
            fields.Errors.Add($"scope: found '{scope}'; there are: {string.Join(", ", gateway.Accounts.Names)}.");
        return found;
    }

    private Task Finish(string what, string result, Instant now, Action<Utf8JsonWriter> details)
    {
        gateway.Audit.Write(now, Who, what, result, details);
        return answer.WriteJson(json =>
        {
            json.WriteStartObject();
            json.WriteString("result", result);
            json.WriteString("as_of", WireTime.Rfc3339(now));
            details(json);
            json.WriteEndObject();
        });
    }

    private static void RequireKnown(
        RequestFields fields, string field, ImmutableArray<string> names, IReadOnlyCollection<string> known)
    {
        foreach (var name in names.Where(name => !known.Contains(name)))
        {
            var expected = string.Join(", ", known.Order(StringComparer.Ordinal));
            fields.Errors.Add($"{field}: found '{name}'; there are: {expected}.");
        }
    }

    private static HashSet<string> WindowsOf(Policy policy)
    {
        var further = policy.Plans.Values.SelectMany(plan => plan.Further)
            .Concat(policy.Tiers.Values.SelectMany(tier => tier.Further))
            .Concat(policy.Sets.Values.SelectMany(set => set.Limits));
        return ["session", "week", .. further.OfType<WindowLimit>().Select(limit => limit.Name)];
    }

    private static void Write(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, MicroUsd? money) =>
        json.WriteString(name, money is { } amount ? WireAmount.Text(WireAmount.Cents(amount)) : null);
}
