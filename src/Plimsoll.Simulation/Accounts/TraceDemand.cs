using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Accounts;

/// <summary>Requests of a trace, which a service serves in place of those of its users. Immutable.</summary>
public sealed record TraceDemand
{
    /// <summary>What the group is called that they are measured in.</summary>
    public required string Name { get; init; }

    /// <summary>The rows; instants are from the begin of the simulation, classes those of the service.</summary>
    public required IEnumerable<TraceRow> Rows { get; init; }

    /// <summary>Tokens that a prefix name stands for; 0: no row has any.</summary>
    public required int PrefixBlock { get; init; }

    /// <summary>Every account that rows name.</summary>
    public ImmutableArray<int> Accounts { get; init; } = [];

    /// <summary>Plan or tier of each account; null: no limit applies.</summary>
    public string? Plan { get; init; }

    /// <summary>
    /// Whether the simulation goes on until all is over; otherwise what is under way at its end stays unfinished.
    /// Default true.
    /// </summary>
    public bool IsServedToTheEnd { get; init; } = true;

    /// <summary>
    /// Opens an account at the desk for each of the trace, and gives its requests in the service's time.
    /// </summary>
    /// <param name="start">Where the trace begins.</param>
    /// <param name="until">Requests that do not wait for another arrive before it.</param>
    /// <param name="desk">Has no account yet; null: no limit applies.</param>
    /// <param name="policy">The policy that names <see cref="Plan"/>.</param>
    internal TraceWorkload Open(Instant start, Instant until, LimitDesk? desk, Policy policy)
    {
        var numbers = new Dictionary<int, int>(Accounts.Length);
        foreach (var account in Accounts)
        {
            numbers.Add(account, numbers.Count);
            if (Plan is { } plan)
            {
                var level = policy.Plans.ContainsKey(plan) ? ScopeLevel.Seat : ScopeLevel.Organization;
                desk?.Open(level, new ScopeTerms([plan]), "");
            }
        }

        var rows = TraceScaling.Between(Rows, default, new Instant((until - start).Nanoseconds));
        return new(
            rows.Select(row => row with
            {
                Arrival = row.Arrival with
                {
                    At = start + new Duration(row.Arrival.At.UnixNanoseconds),
                    Account = row.Arrival.Account < 0 ? -1 : numbers[row.Arrival.Account],
                },
            }),
            Math.Max(1, PrefixBlock));
    }

    /// <summary>A fleet whose engines share the prefixes that the trace names.</summary>
    internal FleetPlan On(FleetPlan plan) => plan with
    {
        Pools = [.. plan.Pools.Select(pool => pool with { Engine = pool.Engine with { PrefixTokens = PrefixBlock } })],
    };
}
