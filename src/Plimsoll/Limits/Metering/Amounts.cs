namespace Plimsoll.Limits.Metering;

/// <summary>One request's usage as every rule counts it. <c>default</c>: it failed before any output.</summary>
internal struct Amounts
{
    /// <summary>Tokens by kind.</summary>
    public TokenUsage Usage;

    /// <summary>Millionths of a credit.</summary>
    public long Credits;

    /// <summary>Price, in <see cref="PriceTerms.Parts"/> of a millionth of a dollar.</summary>
    public long Money;

    /// <summary>What it takes of a rate limit that meters input as usual.</summary>
    public RateHold Metered;

    /// <summary>Requests: 1, or those of a batch; 0 for one that failed.</summary>
    public readonly long Requests => Metered.Requests;

    /// <summary>
    /// Whether it is more than any answer takes: below it no sum overflows before 2^18 requests that are far beyond
    /// their estimate end in one window.
    /// </summary>
    public readonly bool IsLarge =>
        (Credits | Money | Metered.Input | Metered.Output | Usage.CacheRead.Value) >= 1L << 45;

    /// <summary>The one that <paramref name="what"/> names.</summary>
    public readonly long this[ChargeBase what] => what switch
    {
        ChargeBase.Credits => Credits,
        ChargeBase.Money => Money,
        ChargeBase.Tokens => (Metered.Input / TokenBurn.One) + Metered.Output,
        _ => Requests,
    };

    /// <summary>Works the amounts of a usage out at a class's weights and prices.</summary>
    /// <exception cref="OverflowException">Some amount is out of range. Nothing was changed.</exception>
    public void Set(ClassTerms terms, in TokenUsage usage, long requests, bool needsMoney)
    {
        var credits = terms.Weights.Charge(usage).Micro;
        var money = needsMoney ? terms.Prices.Exact(usage) : 0;
        var input = usage.Input.Value + usage.CacheWrite.Value + usage.CacheWriteLong.Value;
        Metered = new RateHold { Requests = requests, Input = input * TokenBurn.One, Output = usage.Output.Value };
        (Usage, Credits, Money) = (usage, credits, money);
    }
}
