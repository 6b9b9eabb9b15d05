using System.Collections.Immutable;
using System.Text.Json;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Routing;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Health;

/// <summary>What load balancers and operators are told about a gateway at an instant.</summary>
internal sealed class Readiness
{
    private readonly Instant policyFrom;
    private readonly int keys;
    private readonly bool isStopping;
    private readonly bool isStoreLate;
    private readonly Committer? store;
    private readonly ImmutableArray<(string Class, bool HasUpstream)> classes;

    private Readiness(GatewayState gateway)
    {
        var policy = gateway.Catalog.Policy;
        var fit = gateway.Router.Statuses().Where(IsFit).ToList();
        (policyFrom, keys, isStopping) = (policy.EffectiveFrom, gateway.Accounts.Ring.Keys.Length, gateway.IsStopping);
        (store, isStoreLate) = (gateway.Stored?.Committer, gateway.Stored?.RefusesSome == true);
        classes =
        [
            .. policy.Classes.Keys.Order(StringComparer.Ordinal)
                .Select(name => (name, fit.Exists(server => server.Options.Serves(name)))),
        ];
    }

    /// <summary>Reads a gateway.</summary>
    public static Readiness Of(GatewayState gateway) => new(gateway);

    /// <summary>
    /// Whether it is to be sent requests. One model class without an upstream does not take it out: others would be cut
    /// off for it.
    /// </summary>
    public bool IsReady => !isStopping && HasUpstream && !isStoreLate;

    private bool HasUpstream => classes.Any(one => one.HasUpstream);

    /// <summary>Writes it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="isDetailed">Whether it is an operator who asks: names are nobody else's business.</param>
    public void Write(Utf8JsonWriter json, bool isDetailed)
    {
        json.WriteStartObject();
        json.WriteString("status", IsReady ? "ready" : "not_ready");
        json.WriteStartArray("reasons");
        if (isStopping)
            json.WriteStringValue("stopping");
        if (!HasUpstream)
            json.WriteStringValue("no_upstream");
        if (isStoreLate)
            json.WriteStringValue("store_late");
        json.WriteEndArray();
        if (isDetailed)
            WriteDetails(json);
        json.WriteEndObject();
    }

    private static bool IsFit(UpstreamStatus server) =>
        server is { IsLeaving: false, IsDraining: false, Verdict.Takes: true };

    private void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteString("policy_effective_from", policyFrom.ToDateTimeOffset());
        json.WriteNumber("keys", keys);
        json.WriteStartObject("classes_with_upstream");
        foreach (var (name, hasUpstream) in classes)
            json.WriteBoolean(name, hasUpstream);
        json.WriteEndObject();
        if (store is null)
            return;
        json.WriteStartObject("store");
        json.WriteString("place", store.Place);
        json.WriteBoolean("late", store.IsLate);
        json.WriteNumber("pending_seconds", store.Pending.TotalSeconds);
        json.WriteEndObject();
    }
}
