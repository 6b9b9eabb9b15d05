using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Durability;
using Plimsoll.Gateway.Leasing;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Storage.Postgres;

namespace Plimsoll.Bench.Stores;

/// <summary>
/// What a gateway does about limits, without its sockets: fifteen limits of a key, its seat and its organization, in
/// memory or leased from a store.
/// </summary>
internal sealed class AdmittingGateway : IAsyncDisposable
{
    private const int AccountsPerOrganization = 100;

    private static readonly TokenUsage estimate = new(new Tokens(30), new Tokens(4), new Tokens(900), new Tokens(20));
    private static readonly TokenUsage actual = new(new Tokens(31), new Tokens(4), new Tokens(900), new Tokens(12));
    private static readonly Served served = new("pool");

    private readonly ShardedLimits limits = new(new PolicyTimeline([LimitsBench.WidePolicy()]));
    private readonly LimitPath[] paths;
    private readonly int modelClass;
    private PostgresStore? store;
    private LeasedLimits? leases;

    private AdmittingGateway(string name, int accounts, Instant begin)
    {
        paths = new LimitPath[accounts];
        var organization = default(LimitPath);
        for (var i = 0; i < accounts; i++)
        {
            if (i % AccountsPerOrganization == 0)
            {
                organization = limits.Add(
                    $"{name}-{accounts}-{i}", ScopeLevel.Organization, new ScopeTerms(["organization"]), begin);
            }

            var seat = limits.Add(organization!, $"seat-{i}", ScopeLevel.Seat, new ScopeTerms(["seat"]), begin);
            paths[i] = limits.Add(seat, "key", ScopeLevel.Key, new ScopeTerms(["key"]), begin);
        }

        modelClass = limits.ClassNumber(LimitsBench.Class);
    }

    /// <summary>What it asked of its store so far; in memory nothing.</summary>
    public StoreCost Cost => leases is null
        ? default : new StoreCost(leases.Store.Operations, leases.Store.Commits, leases.Store.Conflicts);

    /// <summary>One that shares nothing.</summary>
    public static AdmittingGateway InMemory(int accounts) => new("memory", accounts, Now);

    /// <summary>One that shares its limits with others.</summary>
    /// <param name="address">Where.</param>
    /// <param name="gateway">Its name.</param>
    /// <param name="name">What names of organizations begin with, the same at all that share.</param>
    /// <param name="accounts">How many accounts there are.</param>
    public static async Task<AdmittingGateway> Sharing(
        PostgresAddress address, string gateway, string name, int accounts)
    {
        // As a gateway does where limits are shared: their time begins with the store's.
        var made = new AdmittingGateway(name, accounts, new Instant(long.MinValue));
        var known = made.paths.ToDictionary(path => path.Name, StringComparer.Ordinal);
        made.store = await PostgresStore.Open(address, PostgresPatience.Default, CancellationToken.None);
        made.leases = new LeasedLimits(
            new SharedStore { Store = made.store, Gateway = gateway },
            made.limits,
            path => known.GetValueOrDefault(path),
            TimeProvider.System,
            NullLogger.Instance);
        await made.leases.Clock.Read(CancellationToken.None);
        return made;
    }

    /// <summary>Admits a request of an account at random, and settles it once it was in flight for a while.</summary>
    /// <returns>How long admission took, in microseconds.</returns>
    public async Task<float> Admit(Random random, TimeSpan inFlight)
    {
        var path = paths[random.Next(paths.Length)];
        var asked = new LimitRequest { Scope = path.Scope, Class = modelClass, Estimate = estimate };
        var begun = Stopwatch.GetTimestamp();
        var held = leases is null ? Held(path, asked) : await Lent(path, asked);
        var taken = Stopwatch.GetElapsedTime(begun).TotalMicroseconds;
        if (inFlight > TimeSpan.Zero)
            await Task.Delay(inFlight);
        if (held.Lent is { } lent)
            lent.Settle(actual, served);
        else
            limits.Settle(held, actual, Now);
        return (float)taken;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (leases is not null)
            await leases.DisposeAsync();
        if (store is not null)
            await store.DisposeAsync();
    }

    private static Instant Now => Instant.From(TimeProvider.System.GetUtcNow());

    private HeldRequest Held(LimitPath path, in LimitRequest asked) =>
        limits.TryReserve(path, asked, Now, out var held, out var refusal) ? held : throw Refused(refusal);

    /// <summary>What the store could not be asked about in time is asked again, as a client would.</summary>
    private async ValueTask<HeldRequest> Lent(LimitPath path, LimitRequest asked)
    {
        while (true)
        {
            switch (await leases!.Reserve(path, asked, CancellationToken.None))
            {
                case LeaseDecision.Admitted { Held: var held }:
                    return held;
                case LeaseDecision.Refused { Refusal: var refusal }:
                    throw Refused(refusal);
                default:
                    await Task.Delay(TimeSpan.FromMilliseconds(10));
                    break;
            }
        }
    }

    private static InvalidOperationException Refused(Refusal refusal) =>
        new($"The limits are meant to be wide enough for every request: {refusal}");
}
