using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>How requests of a model class wait for a place. Everything here is assumed, not measured.</summary>
public sealed record QueueTerms
{
    /// <summary>
    /// A queue in which nobody waits: whoever finds no place is refused at once. It has one band, so that nobody is
    /// preferred.
    /// </summary>
    public static QueueTerms Plain { get; } = new() { MostWaiting = 0, Bands = [new BandTerms()] };

    /// <summary>Most requests that wait. Default 2,000; 0: none may.</summary>
    public int MostWaiting { get; init; } = 2_000;

    /// <summary>
    /// Estimated tokens, in and out, from which on the queue is full; the last one to get in may pass it. Default 20 M.
    /// </summary>
    public Tokens MostWaitingTokens { get; init; } = new(20_000_000);

    /// <summary>Most requests of one tenant that wait in one band. Default 500.</summary>
    public int MostWaitingOfTenant { get; init; } = 500;

    /// <summary>As <see cref="MostWaitingTokens"/>, of one tenant in one band. Default 5 M.</summary>
    public Tokens MostWaitingTokensOfTenant { get; init; } = new(5_000_000);

    /// <summary>Virtual tokens that an input token counts as, 0 or more. Default 1.</summary>
    public int InputWeight { get; init; } = 1;

    /// <summary>Virtual tokens that an output token counts as, 0 or more. Default 5.</summary>
    public int OutputWeight { get; init; } = 5;

    /// <summary>
    /// Bands by priority, the first before all others; 1 or more, and what they keep is below 1 in sum. Default: one
    /// for each <see cref="QueueBand"/>.
    /// </summary>
    public ImmutableArray<BandTerms> Bands { get; init; } =
    [
        new BandTerms(),
        new BandTerms { Kept = new Share(0.2) },
        new BandTerms { Kept = new Share(0.05) },
        new BandTerms { Kept = new Share(0.05), LongestWait = Duration.FromMinutes(1) },
    ];

    /// <summary>All that is wrong with the terms; empty when nothing is.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        Require(MostWaiting >= 0, $"most waiting requests: found {MostWaiting}, expected 0 or more.");
        Require(
            MostWaitingTokens.Value > 0,
            $"most waiting tokens: found {MostWaitingTokens.Value}, expected 1 or more.");
        Require(
            MostWaitingOfTenant > 0,
            $"most waiting requests of a tenant: found {MostWaitingOfTenant}, expected 1 or more.");
        Require(
            MostWaitingTokensOfTenant.Value > 0,
            $"most waiting tokens of a tenant: found {MostWaitingTokensOfTenant.Value}, expected 1 or more.");
        Require(
            InputWeight is >= 0 and <= 1_000 && OutputWeight is >= 0 and <= 1_000,
            $"weights of tokens: found {InputWeight} and {OutputWeight}, expected 0 to 1000.");
        Require(!Bands.IsDefaultOrEmpty, "bands: found none, expected 1 or more.");
        if (Bands.IsDefaultOrEmpty)
            return problems.ToImmutable();
        foreach (var band in Bands)
        {
            Require(
                band.LongestWait > Duration.Zero && band.LongestWait <= BandTerms.LongestOfAll,
                $"longest wait: found {band.LongestWait.Seconds} s, expected above 0 and at most "
                + $"{BandTerms.LongestOfAll.Seconds} s.");
            Require(
                band.Kept.Fraction is >= 0 and < 1,
                $"kept share: found {band.Kept.Fraction}, expected 0 to below 1.");
        }

        var kept = Bands.Sum(band => band.Kept.Fraction);
        Require(kept < 1, $"kept shares: found {kept} in sum, expected below 1.");
        return problems.ToImmutable();

        void Require(bool holds, string problem)
        {
            if (!holds)
                problems.Add(problem);
        }
    }
}
