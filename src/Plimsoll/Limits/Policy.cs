using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>
/// Every limit in force between two effective dates: immutable and compiled, so that one snapshot serves one decision.
/// Safe to share between threads.
/// </summary>
public sealed record Policy
{
    /// <summary>First instant at which it is in force.</summary>
    public required Instant EffectiveFrom { get; init; }

    /// <summary>Names of the changes that are in force, in the order in which they took effect.</summary>
    public required ImmutableArray<string> Changes { get; init; }

    /// <summary>Length of a session window, from its first admitted request.</summary>
    public required Duration SessionLength { get; init; }

    /// <summary>
    /// A session ends on the first multiple of this (counted from the Unix epoch) not before its length has passed.
    /// </summary>
    public required Duration SessionGrid { get; init; }

    /// <summary>Model classes by name.</summary>
    public required FrozenDictionary<string, ClassTerms> Classes { get; init; }

    /// <summary>Subscription plans by name.</summary>
    public required FrozenDictionary<string, PlanTerms> Plans { get; init; }

    /// <summary>API tiers by name.</summary>
    public required FrozenDictionary<string, TierTerms> Tiers { get; init; }

    /// <summary>Multiplied window allowances in force; several that match multiply.</summary>
    public required ImmutableArray<Allowance> Allowances { get; init; }

    /// <summary>Limits that any scope may carry beside a plan or a tier, by name. Default: none.</summary>
    public FrozenDictionary<string, LimitSet> Sets { get; init; } = FrozenDictionary<string, LimitSet>.Empty;

    /// <summary>
    /// What becomes of windows in progress whose limit this version changes. Default: what was used stays.
    /// </summary>
    public InProgress InProgress { get; init; } = InProgress.KeepUsed;

    /// <summary>
    /// How long a reservation stands when nobody reports on it: then it ends with what was reported so far. Default
    /// 10 min.
    /// </summary>
    public Duration ReservationLife { get; init; } = Duration.FromMinutes(10);

    /// <summary>The same on the batch lane. Default 24 h.</summary>
    public Duration BatchLife { get; init; } = Duration.FromHours(24);

    /// <summary>The same policy with every tier's rates replaced by what <paramref name="replace"/> gives.</summary>
    /// <param name="replace">From tier name, class name and rates to new rates.</param>
    public Policy WithRates(Func<string, string, RateTerms, RateTerms> replace) => this with
    {
        Tiers = Tiers.Values.ToFrozenDictionary(
            tier => tier.Name,
            tier => tier with
            {
                Rates = tier.Rates.ToFrozenDictionary(r => r.Key, r => replace(tier.Name, r.Key, r.Value)),
            }),
    };
}

/// <summary>What a model class is called and what its tokens are charged.</summary>
/// <param name="Name">Class name.</param>
/// <param name="Models">Model names that clients send.</param>
/// <param name="Weights">Credits per token.</param>
/// <param name="ExpectedOutput">Output of a request as long as nothing has been learned about it.</param>
public sealed record ClassTerms(
    string Name, ImmutableArray<string> Models, CreditWeights Weights, Tokens ExpectedOutput)
{
    /// <summary>What its tokens cost. Default: the price of a model that nobody priced.</summary>
    public PriceTerms Prices { get; init; } = PriceTerms.Unknown;

    /// <summary>Whether a request reserves what it is likely to write, or all that it may. Default: likely.</summary>
    public OutputReserve Reserve { get; init; } = OutputReserve.Learned;
}

/// <summary>How much output a request reserves. Numbered and append-only.</summary>
public enum OutputReserve
{
    /// <summary>A quantile of what such requests wrote so far, at most its <c>max_tokens</c>.</summary>
    Learned = 1,

    /// <summary>Its <c>max_tokens</c>; what it did not write is given back at the end.</summary>
    MaxTokens = 2,
}

/// <summary>
/// What becomes of a window in progress when a policy version changes its limit. Numbered and append-only.
/// </summary>
public enum InProgress
{
    /// <summary>What was used stays used: 80 % of a limit that is halved are 160 %.</summary>
    KeepUsed = 1,

    /// <summary>
    /// The settled share stays: 80 % of a limit that is halved are 80 % of the new one, rounded up to a millionth of a
    /// credit. What is in flight is not re-scaled.
    /// </summary>
    KeepUtilization = 2,
}

/// <summary>Credits per token, by kind of token.</summary>
/// <param name="Input">Uncached input.</param>
/// <param name="CacheWrite">Input written to the prefix cache.</param>
/// <param name="CacheRead">Input read from the prefix cache.</param>
/// <param name="Output">Output.</param>
public sealed record CreditWeights(Credits Input, Credits CacheWrite, Credits CacheRead, Credits Output)
{
    /// <summary>Input written to the prefix cache for the long time. Default: as for the short time.</summary>
    public Credits CacheWriteLong { get; init; } = CacheWrite;

    /// <summary>Credits that <paramref name="usage"/> costs before allowances, exact to the millionth.</summary>
    /// <exception cref="OverflowException">The sum is beyond the range of <see cref="Credits"/>.</exception>
    public Credits Charge(in TokenUsage usage) => new(
        (usage.Input.Value * Input.Micro)
        + (usage.CacheWrite.Value * CacheWrite.Micro)
        + (usage.CacheWriteLong.Value * CacheWriteLong.Micro)
        + (usage.CacheRead.Value * CacheRead.Micro)
        + (usage.Output.Value * Output.Micro));
}

/// <summary>What a plan promises.</summary>
/// <param name="Name">Plan name.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Session">Credits in a session window before allowances.</param>
/// <param name="Week">Credits in a week before allowances.</param>
public sealed record PlanTerms(string Name, string Title, Credits Session, Credits Week)
{
    /// <summary>Further limits of it, such as a week for one class. Default: none.</summary>
    public ImmutableArray<LimitTerms> Further { get; init; } = [];
}

/// <summary>What an API tier promises.</summary>
/// <param name="Name">Tier name.</param>
/// <param name="Rates">Rate limits by model class; a class without an entry may not be used.</param>
public sealed record TierTerms(string Name, FrozenDictionary<string, RateTerms> Rates)
{
    /// <summary>Further limits of it, such as a spend cap. Default: none.</summary>
    public ImmutableArray<LimitTerms> Further { get; init; } = [];
}

/// <summary>Rate limits of one class.</summary>
/// <param name="Requests">Requests per minute (RPM).</param>
/// <param name="Input">Uncached input tokens per minute (ITPM); cache reads are free.</param>
/// <param name="Output">Output tokens per minute (OTPM).</param>
public sealed record RateTerms(PerMinute Requests, PerMinute Input, PerMinute Output)
{
    /// <summary>How much of a minute may be saved up. Default null: all of it.</summary>
    public Duration? Burst { get; init; }

    /// <summary>Whether cache reads count toward the input limit. Default: they are free.</summary>
    public bool CountsCacheReads { get; init; }

    /// <summary>Whether the whole estimated output has to fit. Default: any room is enough.</summary>
    public bool WholeOutput { get; init; }
}

/// <summary>
/// A multiplied window allowance. Usage in its scope is charged 1/<paramref name="Factor"/> toward the window, so a
/// factor of 2 doubles what the scope may use and 0.5 makes its usage count twice.
/// </summary>
/// <param name="Change">Name of the change that brought it.</param>
/// <param name="Name">Its name within that change.</param>
/// <param name="Window">Which window.</param>
/// <param name="Plans">Plans it holds for.</param>
/// <param name="Product">Product it holds for; null: every product.</param>
/// <param name="Factor">The multiple, above 0.</param>
/// <param name="When">Hours in which it holds; null: always.</param>
public sealed record Allowance(
    string Change,
    string Name,
    WindowKind Window,
    FrozenSet<string> Plans,
    string? Product,
    Factor Factor,
    WeeklyHours? When)
{
    /// <summary>Model class it holds for. Default null: every class.</summary>
    public string? Class { get; init; }

    /// <summary>Lane it holds for. Default null: every lane.</summary>
    public Lane? Lane { get; init; }

    /// <summary>
    /// Trait that a request must have, such as <c>fast</c> or <c>us-only</c>. Default null: it needs none.
    /// </summary>
    public string? Trait { get; init; }

    /// <summary>
    /// Whether ordinary usage of <paramref name="product"/> on <paramref name="plan"/> is in scope, at any hour.
    /// Allowances for one class, lane or trait are not: the plan reckons with the whole mix.
    /// </summary>
    public bool Covers(string plan, string product) =>
        Class is null && Lane is null && Trait is null
        && Plans.Contains(plan) && (Product is null || Product == product);
}
