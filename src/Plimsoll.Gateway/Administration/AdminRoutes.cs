using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Limits;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Administration;

/// <summary>What an operator may change while the gateway runs. Every change is audited.</summary>
internal sealed class AdminRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    /// <summary>Most dollars in one purchase, so that no few of them come near what can be counted.</summary>
    private const decimal MostBought = 1_000_000_000;

    private const string Credit = "credit";

    /// <summary>
    /// <c>POST /admin/reset</c>: clears windows of one scope or of everybody, and moves no anchor.
    /// </summary>
    public async Task Reset()
    {
        if (await Begin() is not var (call, fields))
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
        RequireKnown(fields, "limits", limits, WindowNames.Of(policy));
        RequireKnown(fields, "sets", sets, [.. policy.Plans.Keys, .. policy.Tiers.Keys, .. policy.Sets.Keys]);
        if (fields.Problem() is { } problem)
        {
            await answer.Refuse(problem);
            return;
        }

        var (order, name, now) = (new ResetOrder(limits, sets), RequestName.OfReset(scope, id!), gateway.Now);
        var isMade = target is null
            ? await ResetEverybody(order, name)
            : await Reset(target.Path, order, name);
        await call.Finish("reset", isMade ? "reset" : "already_made", now, json =>
        {
            json.WriteString("id", id);
            json.WriteString("reason", reason);
            json.WriteString("scope", scope);
            json.WriteBoolean("everybody", isEverybody);
            Write(json, "limits", limits);
            Write(json, "sets", sets);
        });
    }

    private ValueTask<bool> Reset(LimitPath path, ResetOrder order, UInt128 name) =>
        gateway.Change(path, (NamedThing.Reset, name), (at, own, isKnown) =>
        {
            var isMade = !isKnown && gateway.Limits.Reset(path, order, own, at);
            return (isMade, isMade);
        });

    /// <summary>Where a store is shared, scope by scope: each is reset there, whoever holds leases of it.</summary>
    private async Task<bool> ResetEverybody(ResetOrder order, UInt128 name)
    {
        if (gateway.Leases is null)
            return gateway.Limits.ResetEverybody(order, name, gateway.Now);
        var isMade = false;
        foreach (var scope in gateway.Accounts.Names.Select(one => gateway.Accounts.FindScope(one)!).ToList())
        {
            if (order.Sets.IsDefaultOrEmpty || scope.Sets.Any(order.Sets.Contains))
                isMade |= await Reset(scope.Path, order, RequestName.OfPart(name, scope.Path.Name));
        }

        return isMade;
    }

    /// <summary>
    /// <c>POST /admin/overage</c>: switches overage of a scope, sets its own caps, adds credit that was bought.
    /// </summary>
    public async Task Overage()
    {
        if (await Begin() is not var (call, fields))
            return;
        var scope = fields.Text("scope", isRequired: true);
        var isEnabled = fields.Flag("enabled");
        var (daily, monthly) = (OverageCap.Read(fields, "daily"), OverageCap.Read(fields, "monthly"));
        var (bought, id) = (fields.Money("buy"), fields.Text("id", isRequired: fields.Has("buy")));
        if (isEnabled is null && !fields.Has("buy"))
            fields.Errors.Add("enabled: is missing; expected true or false, or an amount to buy.");
        if (isEnabled is null && (fields.Has("daily") || fields.Has("monthly")))
            fields.Errors.Add("enabled: is missing; expected true or false with a cap.");
        if (bought is { } much && Math.Abs(much.Dollars) > MostBought)
            fields.Errors.Add($"buy: found {much.Dollars} dollars; expected at most {MostBought} either way.");
        var target = Find(fields, scope);
        if (fields.Problem() is { } problem)
        {
            await answer.Refuse(problem);
            return;
        }

        var now = gateway.Now;
        (NamedThing, UInt128)? name = bought is null
            ? null : (NamedThing.Purchase, RequestName.OfPurchase(target!.Path.Name, id!));
        if (await gateway.Change(target!.Path, name, (at, _, isKnown) =>
        {
            var made = Change(
                target.Path, isEnabled, (daily.Amount, monthly.Amount), (bought, id, isKnown), at);
            return (made, made?.Parts.Contains(Credit) == true);
        }) is not { } change)
        {
            await answer.Refuse(new ErrorAnswer(
                ErrorKind.Malformed, $"buy: with it, all that {scope} bought is beyond what can be counted.", "buy"));
            return;
        }

        await call.Finish("overage", change.Result, now, json =>
        {
            json.WriteString("id", id);
            json.WriteString("scope", scope);
            Write(json, "changed", change.Parts);
            if (isEnabled is { } enabled)
                json.WriteBoolean("enabled", enabled);
            daily.Write(json, "daily");
            monthly.Write(json, "monthly");
            Write(json, "buy", bought);
        });
    }

    /// <summary>
    /// Buys, then switches: each part takes effect whether or not the other was made before. Null, without effect, when
    /// the purchase is too large.
    /// </summary>
    private (string Result, ImmutableArray<string> Parts)? Change(
        LimitPath target,
        bool? isEnabled,
        (MicroUsd? Daily, MicroUsd? Monthly) caps,
        (MicroUsd? Amount, string? Id, bool IsMade) bought,
        Instant now)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        if (bought.Amount is { } amount)
        {
            try
            {
                bool Buy() => gateway.Limits.Buy(target, amount, bought.Id!, now);
                var result = bought.IsMade ? PurchaseResult.AlreadyMade
                    : gateway.Leases is null ? gateway.Purchases.Make(target.Name, bought.Id!, Buy)
                    : Buy() ? PurchaseResult.Made
                    : PurchaseResult.NotOffered;
                if (result == PurchaseResult.NotOffered)
                    return ("not_offered", []);
                if (result == PurchaseResult.Made)
                    parts.Add(Credit);
            }
            catch (OverflowException)
            {
                return null;
            }
        }

        if (isEnabled is { } enabled)
        {
            if (!gateway.Limits.SetOverage(target, enabled, caps.Daily, caps.Monthly, now))
                return ("not_offered", []);
            parts.Add("settings");
        }

        return (parts.Count > 0 ? "changed" : "already_made", parts.DrainToImmutable());
    }

    /// <summary>The call and its members; null when it was answered already.</summary>
    private async Task<(OperatorCall Call, RequestFields Fields)?> Begin() =>
        await OperatorCall.Begin(gateway, http, answer, OperatorRole.Admin) is { } call
        && await call.Fields() is { } fields
            ? (call, fields)
            : null;

    private AccountScope? Find(RequestFields fields, string? scope)
    {
        if (scope is null)
            return null;
        var found = gateway.Accounts.FindScope(scope);
        if (found is null)
            fields.Errors.Add($"scope: found '{scope}'; there are: {string.Join(", ", gateway.Accounts.Names)}.");
        return found;
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
