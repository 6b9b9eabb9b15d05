using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Scenarios.Format;

/// <summary>How requests of a model class wait for a place.</summary>
public sealed record QueuesSpec
{
    /// <summary>Most requests that wait; 0: none may; absent: 2000.</summary>
    public int? MostWaiting { get; init; }

    /// <summary>Estimated tokens from which on the queue is full; absent: 20M tokens.</summary>
    public Tokens? MostWaitingTokens { get; init; }

    /// <summary>Most requests of one tenant that wait in one band; absent: 500.</summary>
    public int? MostWaitingOfTenant { get; init; }

    /// <summary>Estimated tokens of one tenant in one band, likewise; absent: 5M tokens.</summary>
    public Tokens? MostWaitingTokensOfTenant { get; init; }

    /// <summary>Virtual tokens that an input token counts as; absent: 1.</summary>
    public int? InputWeight { get; init; }

    /// <summary>Virtual tokens that an output token counts as; absent: 5.</summary>
    public int? OutputWeight { get; init; }

    /// <summary>Classes of priority, the first before all others.</summary>
    public BandsSpec Bands { get; init; } = new();

    /// <summary>What plans and tiers get, by name; absent: the standard band and a weight of 1.</summary>
    public IReadOnlyDictionary<string, TenantSpec> Tenants { get; init; } = new Dictionary<string, TenantSpec>();
}

/// <summary>Classes of priority in a queue.</summary>
public sealed record BandsSpec
{
    /// <summary>The priority lane; absent: keeps nothing, waits 10 s.</summary>
    public BandSpec High { get; init; } = new();

    /// <summary>What is not put elsewhere; absent: keeps 20 %, waits 10 s.</summary>
    public BandSpec Standard { get; init; } = new();

    /// <summary>Plans and tiers that are named so; absent: keeps 5 %, waits 10 s.</summary>
    public BandSpec Low { get; init; } = new();

    /// <summary>The batch lane; absent: keeps 5 %, waits 1 min.</summary>
    public BandSpec Batch { get; init; } = new();
}

/// <summary>One class of priority.</summary>
public sealed record BandSpec
{
    /// <summary>Part of what is started that it keeps while higher bands wait.</summary>
    [ZeroAllowed]
    public Share? Kept { get; init; }

    /// <summary>How long its requests wait at most.</summary>
    public Duration? LongestWait { get; init; }
}

/// <summary>What a plan's seat or a tier's organization gets where requests wait.</summary>
public sealed record TenantSpec
{
    /// <summary>Its band on the standard lane; absent: standard.</summary>
    public QueueBand Band { get; init; } = QueueBand.Standard;

    /// <summary>Its weight within the band; absent: 1.</summary>
    public int Weight { get; init; } = 1;
}
