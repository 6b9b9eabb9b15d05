using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Storage.Memory;

namespace Plimsoll.Gateway.Tests.Leasing;

/// <summary>Three gateways that share a store and whose wall clocks are minutes apart.</summary>
internal sealed class GatewayTrio : IAsyncDisposable
{
    private readonly ManualClock clock;

    private GatewayTrio(ManualClock clock, MemoryStore store, string key, string otherKey) =>
        (this.clock, Store, Key, OtherKey) = (clock, store, key, otherKey);

    public MemoryStore Store { get; }

    /// <summary>The key that every gateway knows.</summary>
    public string Key { get; }

    /// <summary>The key of another organization, where there is one.</summary>
    public string OtherKey { get; }

    public List<GatewayRig> Gateways { get; } = [];

    /// <summary>What each reaches the store through.</summary>
    public List<CutStore> Ways { get; } = [];

    public static async Task<GatewayTrio> Begin(
        string? tier = null,
        Func<SharedStore, SharedStore>? with = null,
        Func<GatewayOptions, GatewayOptions>? and = null,
        bool hasOther = false,
        string plan = "pro")
    {
        var clock = new ManualClock(GatewayRig.Start);
        var store = new MemoryStore(clock);
        var (ring, key) = KeyRing.Empty.Add("shared", tier is null ? plan : null, tier, "chat", GatewayRig.Start);
        var otherKey = "";
        if (hasOther)
            (ring, otherKey) = ring.Add("other", "pro", null, "chat", GatewayRig.Start);
        var trio = new GatewayTrio(clock, store, key, otherKey);
        for (var number = 0; number < 3; number++)
        {
            var way = new CutStore(store);
            var shared = new SharedStore { Store = way, Gateway = $"gateway-{number}" };
            shared = with?.Invoke(shared) ?? shared;
            var rig = await GatewayRig.Begin(
                with: options => (and?.Invoke(options) ?? options) with { Keys = ring, Shared = shared },
                start: GatewayRig.Start + TimeSpan.FromMinutes((number - 1) * 5));
            rig.Use(key);
            trio.Ways.Add(way);
            trio.Gateways.Add(rig);
        }

        return trio;
    }

    /// <summary>Lets time pass everywhere, and everybody do what is due by then.</summary>
    public async Task Pass(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(250);
        for (var passed = TimeSpan.Zero; passed < time; passed += step)
        {
            clock.Advance(step);
            foreach (var gateway in Gateways)
            {
                gateway.Clock.Advance(step);
                await gateway.State.Leases!.Rest();
            }
        }
    }

    /// <summary>Asks the gateways in turn, all at once.</summary>
    public async Task<int> Admitted(int requests)
    {
        var asked = Enumerable.Range(0, requests).Select(async number =>
        {
            using var answer = await Gateways[number % Gateways.Count].Ask();
            return answer.IsSuccessStatusCode;
        });
        return (await Task.WhenAll(asked)).Count(isAdmitted => isAdmitted);
    }

    /// <summary>What the ledger has.</summary>
    public async Task<List<LedgerEntry>> Ledger() =>
        await Store.ReadEntries(LedgerPeriod.Ever, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

    /// <summary>Asks a gateway from within, past its routes, for a request that uses so many tokens of input.</summary>
    public static async Task<LeaseDecision> Reserve(GatewayRig gateway, long input, string name = "shared")
    {
        var path = gateway.State.Accounts.Named(name)!.Path;
        return await gateway.State.Leases!.Reserve(
            path,
            new LimitRequest
            {
                Scope = path.Scope,
                Class = gateway.State.Limits.ClassNumber("sonnet"),
                Estimate = Tokens(input),
            },
            TestContext.Current.CancellationToken);
    }

    /// <summary>So many tokens of input.</summary>
    public static TokenUsage Tokens(long input) => new(new(input), default, default, default);

    /// <summary>What a limit says at a gateway.</summary>
    public static LimitState State(GatewayRig gateway, LimitKind kind)
    {
        var state = gateway.State;
        return state.Limits.States(state.Accounts.Named("shared")!.Path, null, state.Now)
            .Single(one => one.Kind == kind);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in Gateways)
            await gateway.DisposeAsync();
        await Store.DisposeAsync();
    }
}
