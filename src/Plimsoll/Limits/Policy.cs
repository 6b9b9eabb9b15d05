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
/// <param name="ExpectedOutput">Output reserved for a request before its real output is known.</param>
public sealed record ClassTerms(
    string Name, ImmutableArray<string> Models, CreditWeights Weights, Tokens ExpectedOutput);

/// <summary>Credits per token, by kind of token.</summary>
/// <param name="Input">Uncached input.</param>
/// <param name="CacheWrite">Input written to the prefix cache.</param>
/// <param name="CacheRead">Input read from the prefix cache.</param>
/// <param name="Output">Output.</param>
public sealed record CreditWeights(Credits Input, Credits CacheWrite, Credits CacheRead, Credits Output)
{
    /// <summary>Credits that <paramref name="usage"/> costs before allowances, exact to the millionth.</summary>
    /// <exception cref="OverflowException">The sum is beyond the range of <see cref="Credits"/>.</exception>
    public Credits Charge(TokenUsage usage) => new(
        (usage.Input.Value * Input.Micro)
        + (usage.CacheWrite.Value * CacheWrite.Micro)
        + (usage.CacheRead.Value * CacheRead.Micro)
        + (usage.Output.Value * Output.Micro));
}

/// <summary>What a plan promises.</summary>
/// <param name="Name">Plan name.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Session">Credits in a session window before allowances.</param>
/// <param name="Week">Credits in a week before allowances.</param>
public sealed record PlanTerms(string Name, string Title, Credits Session, Credits Week);

/// <summary>What an API tier promises.</summary>
/// <param name="Name">Tier name.</param>
/// <param name="Rates">Rate limits by model class; a class without an entry may not be used.</param>
public sealed record TierTerms(string Name, FrozenDictionary<string, RateTerms> Rates);

/// <summary>Rate limits of one class.</summary>
/// <param name="Requests">Requests per minute (RPM).</param>
/// <param name="Input">Uncached input tokens per minute (ITPM); cache reads are free.</param>
/// <param name="Output">Output tokens per minute (OTPM).</param>
public sealed record RateTerms(PerMinute Requests, PerMinute Input, PerMinute Output);

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
    /// <summary>
    /// Whether usage of <paramref name="product"/> on <paramref name="plan"/> is in scope, at any hour.
    /// </summary>
    public bool Covers(string plan, string product) =>
        Plans.Contains(plan) && (Product is null || Product == product);
}
