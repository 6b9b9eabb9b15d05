using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Administration;

/// <summary>
/// Organizations, workspaces and users, as operators list and change them. Each comes to be with its first key.
/// </summary>
internal sealed class ScopeRoutes(GatewayState gateway, HttpContext http, Answer answer)
{
    /// <summary><c>GET /admin/scopes</c>: every scope with what it carries, or one and those beneath it.</summary>
    public async Task List()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.ReadOnly) is not { } call)
            return;
        var only = http.Request.Query["scope"].ToString();
        var (ring, policy) = (gateway.Accounts.Ring, gateway.Catalog.Policy);
        await call.Tell(json =>
        {
            json.WriteStartObject();
            json.WriteString("kept_in", gateway.KeysKeptIn);
            json.WriteStartArray("scopes");
            foreach (var place in ring.Places.Where(place => only.Length == 0 || place.IsWithin(only)))
            {
                json.WriteStartObject();
                json.WriteString("scope", place.Scope);
                json.WriteString("level", place.Level);
                WriteCarried(json, place.Carried, policy);
                WriteNames(json, "keys", place.Keys);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// <c>POST /admin/scopes</c>: gives a scope limit sets, an organization another tier, a user another plan.
    /// </summary>
    public async Task Change()
    {
        if (await OperatorCall.Begin(gateway, http, answer, OperatorRole.Admin) is not { } call
            || await call.Fields() is not { } fields)
        {
            return;
        }

        var (scope, limits) = (fields.Text("scope", isRequired: true), fields.Texts("limits"));
        var (plan, tier, setsLimits) = (fields.Text("plan"), fields.Text("tier"), fields.Has("limits"));
        if (plan is not null && tier is not null)
            fields.Errors.Add("plan, tier: expected at most one of them.");
        if (plan is null && tier is null && !setsLimits)
            fields.Errors.Add("limits, plan, tier: expected at least one of them.");
        if (fields.Problem() is { } problem)
        {
            await call.Refuse(problem);
            return;
        }

        KeyScope? before = null;
        KeyScope? after = null;
        var isKept = await call.Change("scope", () => gateway.Change(ring =>
        {
            before = ScopeOf(ring, scope!) ?? throw new ArgumentException(NoSuch(ring, scope!));
            var next = plan is null && tier is null ? ring : ring.Entitle(scope!, plan, tier);
            var own = ring.Scopes.FirstOrDefault(entry => entry.Scope == scope)?.Limits ?? [];
            if (setsLimits && !own.SequenceEqual(limits))
                next = next.Limit(scope!, limits);
            after = ScopeOf(next, scope!);
            return next;
        }));
        if (!isKept)
            return;
        var policy = gateway.Catalog.Policy;
        var isChanged = !before!.Terms.Sets.SequenceEqual(after!.Terms.Sets);
        await call.Finish("scope", isChanged ? "changed" : "unchanged", gateway.Now, json =>
        {
            json.WriteString("scope", scope);
            json.WriteString("kept_in", gateway.KeysKeptIn);
            foreach (var (name, one) in new[] { ("before", before), ("after", after) })
            {
                json.WriteStartObject(name);
                WriteCarried(json, one.Terms.Sets, policy);
                json.WriteEndObject();
            }
        });
    }

    private static KeyScope? ScopeOf(KeyRing ring, string name) =>
        ring.Tree.All.FirstOrDefault(one => one.Name == name);

    private static string NoSuch(KeyRing ring, string name) =>
        $"There is no scope '{name}'{NearestName.Hint(name, ring.Tree.All.Select(one => one.Name))}. A scope comes to "
        + "be with its first key.";

    /// <summary>The plan and the tier that a scope carries, and its limit sets beside.</summary>
    private static void WriteCarried(Utf8JsonWriter json, IReadOnlyCollection<string> sets, Policy policy)
    {
        json.WriteString("plan", sets.FirstOrDefault(policy.Plans.ContainsKey));
        json.WriteString("tier", sets.FirstOrDefault(policy.Tiers.ContainsKey));
        WriteNames(
            json, "limits", sets.Where(set => !policy.Plans.ContainsKey(set) && !policy.Tiers.ContainsKey(set)));
    }

    private static void WriteNames(Utf8JsonWriter json, string name, IEnumerable<string> names)
    {
        json.WriteStartArray(name);
        foreach (var one in names)
            json.WriteStringValue(one);
        json.WriteEndArray();
    }
}
