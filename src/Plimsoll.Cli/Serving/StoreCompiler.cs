using System.Collections.Frozen;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Limits;
using Plimsoll.Limits.Leases;
using Plimsoll.Scenarios.Format;
using Plimsoll.Storage;
using Plimsoll.Storage.Embedded;
using Plimsoll.Storage.Postgres;

namespace Plimsoll.Cli.Serving;

/// <summary>A store from what was written to what a gateway takes.</summary>
internal static class StoreCompiler
{
    /// <summary>File in the store's folder in which an uploaded policy is kept where no other is named.</summary>
    private const string Policy = "policy.json";

    /// <summary>File in the store's folder to which changes are appended where no other is named.</summary>
    private const string Audit = "audit.jsonl";

    /// <summary>A store in a folder, with everything else as it is by default.</summary>
    public static StorageOptions Of(string folder) =>
        new(folder, () => EmbeddedStore.Open(folder, TimeProvider.System));

    /// <summary>Whether what is written says where a store is that gateways share, and not a folder.</summary>
    public static bool IsUrl(string place) => place.Contains("://", StringComparison.Ordinal);

    /// <summary>What a file says of a store, but at another place; of another kind of place nothing is left.</summary>
    public static StoreSpec Over(StoreSpec? spec, string place) => IsUrl(place)
        ? (spec is { Url: not null } ? spec : new StoreSpec()) with { Url = place }
        : (spec is { Path: not null } ? spec : new StoreSpec()) with { Path = new FilePath(place) };

    /// <summary>Where a shared store is; null where that cannot be read.</summary>
    public static PostgresAddress? Address(string url, Faults faults)
    {
        var problems = new List<string>();
        var address = PostgresAddress.Parse(url, problems);
        problems.ForEach(problem => faults.Add("store.url", problem + "."));
        return address;
    }

    /// <summary>Opens the store that gateways share; null where none is.</summary>
    /// <exception cref="StoreException">It cannot be reached, or cannot be used.</exception>
    public static async Task<SharedStore?> Open(StoreSpec? spec, CancellationToken cancellation)
    {
        if (spec?.Url is not { } url)
            return null;
        var address = PostgresAddress.Parse(url, [])
            ?? throw new ArgumentException("The address was not looked at before.", nameof(spec));
        var standard = Sharing(await Open(address, cancellation), spec.Gateway ?? OwnName);
        return standard with
        {
            Terms = spec.Lease is { } life ? LeaseTerms.Of(life) : standard.Terms,
            Patience = UpstreamCompiler.Time(spec.Patience) ?? standard.Patience,
            OpenWithoutStore = Kinds(spec.PassWhenGone),
            ClosedWithoutStore = Kinds(spec.RefuseWhenGone),
        };
    }

    /// <summary>Opens the store of several gateways at an address.</summary>
    /// <exception cref="StoreException">It cannot be reached, or cannot be used.</exception>
    public static async Task<IStore> Open(PostgresAddress address, CancellationToken cancellation) =>
        await PostgresStore.Open(address, PostgresPatience.Default, cancellation);

    /// <summary>A gateway's part in a store, with everything else as it is by default.</summary>
    public static SharedStore Sharing(IStore store, string gateway) => new() { Store = store, Gateway = gateway };

    /// <summary>Settings of a shared store: what cannot change while the gateway runs.</summary>
    public static string Fixed(StoreSpec? spec) => spec?.Url is null ? "" : string.Join(
        ' ',
        spec.Url,
        spec.Gateway,
        spec.Lease,
        spec.Patience,
        string.Join(',', spec.PassWhenGone ?? []),
        string.Join(',', spec.RefuseWhenGone ?? []));

    /// <summary>The store in a folder; null where there is none.</summary>
    public static StorageOptions? Compile(StoreSpec? spec)
    {
        if (spec?.Path is not { } folder)
            return null;
        var standard = Of(folder.Value);
        return standard with
        {
            Durability = spec.Durability == StoreDurability.Relaxed ? DurabilityMode.Relaxed : DurabilityMode.Strict,
            Window = UpstreamCompiler.Time(spec.Window) ?? standard.Window,
            Patience = UpstreamCompiler.Time(spec.Patience) ?? standard.Patience,
            RefuseWhenLate = spec.RefuseWhenLate is { } kinds
                ? [.. kinds.SelectMany(KindsOf)] : standard.RefuseWhenLate,
        };
    }

    /// <summary>What operators change is kept beside the state, where no other file is named for it.</summary>
    public static GatewaySpec WithFiles(GatewaySpec spec) => spec.Store?.Path is not { } folder ? spec : spec with
    {
        PolicyFile = spec.PolicyFile ?? new FilePath(Path.Combine(folder.Value, Policy)),
        Audit = spec.Audit ?? new FilePath(Path.Combine(folder.Value, Audit)),
    };

    /// <summary>The machine's name in letters that are allowed, and the process.</summary>
    private static string OwnName => string.Concat(
        Environment.MachineName.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-').Take(48))
        + $"-{Environment.ProcessId}";

    private static FrozenSet<LimitKind> Kinds(IReadOnlyList<StoredLimitKind>? kinds) =>
        (kinds ?? []).SelectMany(KindsOf).ToFrozenSet();

    private static IEnumerable<LimitKind> KindsOf(StoredLimitKind kind) => kind switch
    {
        StoredLimitKind.Rates => [LimitKind.Requests, LimitKind.InputTokens, LimitKind.OutputTokens],
        StoredLimitKind.Session => [LimitKind.Session],
        StoredLimitKind.Week => [LimitKind.Week],
        StoredLimitKind.Spend => [LimitKind.Spend],
        StoredLimitKind.Concurrency => [LimitKind.Concurrency],
        StoredLimitKind.Acceleration => [LimitKind.Acceleration],
        _ => [LimitKind.Overage],
    };
}
