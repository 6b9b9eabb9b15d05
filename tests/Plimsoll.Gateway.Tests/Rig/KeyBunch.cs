using Plimsoll.Gateway.Keys;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Keys by name, in a ring that grows.</summary>
internal sealed class KeyBunch
{
    private readonly Dictionary<string, string> keys = [];

    public KeyRing Ring { get; private set; } = KeyRing.Empty;

    public string this[string name] => keys[name];

    public KeyBunch Plan(string name, string plan, KeyPlace place = default) => Add(name, plan, null, place);

    public KeyBunch Tier(string name, string tier, KeyPlace place = default) => Add(name, null, tier, place);

    public KeyBunch Limit(string scope, params string[] limits)
    {
        Ring = Ring.Limit(scope, limits);
        return this;
    }

    /// <summary>A gateway that accepts them and is asked with the first.</summary>
    public async Task<GatewayRig> Begin(
        Func<GatewayOptions, GatewayOptions>? with = null, DateTimeOffset? start = null)
    {
        var rig = await GatewayRig.Begin(
            with: options => with is null ? options with { Keys = Ring } : with(options with { Keys = Ring }),
            start: start);
        rig.Use(keys[Ring.Keys[0].Name]);
        return rig;
    }

    private KeyBunch Add(string name, string? plan, string? tier, KeyPlace place)
    {
        (Ring, keys[name]) = Ring.Add(name, plan, tier, "chat", GatewayRig.Start, place);
        return this;
    }
}
