using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Power;

/// <summary>
/// The battery that lets a load swing faster than its grid may be asked to follow: what the grid gives changes by no
/// more than its limit, the battery gives or takes the rest (arXiv 2508.14318; E ≥ ∫(P − P_ramp) dt).
/// </summary>
/// <param name="Power">Most that the battery gives or takes.</param>
/// <param name="Energy">From its emptiest to its fullest.</param>
/// <param name="GridRange">From the least to the most that the grid gives.</param>
public sealed record RampCover(Watts Power, Joules Energy, Watts GridRange)
{
    /// <summary>Samples of a swing for each half of it.</summary>
    private const int Samples = 64;

    /// <summary>Swings that are followed.</summary>
    private const int Swings = 4;

    /// <summary>The battery for a load, sample by sample.</summary>
    /// <param name="load">Watts at the meter; the load goes straight from one to the next.</param>
    /// <param name="step">Time from one to the next, seconds above 0.</param>
    /// <param name="limit">Most by which the grid may change, watts a second.</param>
    public static RampCover Of(ImmutableArray<double> load, double step, double limit)
    {
        var (grid, held, most) = (load[0], 0.0, 0.0);
        var (emptiest, fullest, low, high) = (0.0, 0.0, grid, grid);
        for (var i = 1; i < load.Length; i++)
        {
            var before = load[i - 1] - grid;
            grid = Math.Clamp(load[i], grid - (limit * step), grid + (limit * step));
            var now = load[i] - grid;
            held -= (before + now) / 2 * step;
            (emptiest, fullest) = (Math.Min(emptiest, held), Math.Max(fullest, held));
            (low, high) = (Math.Min(low, grid), Math.Max(high, grid));
            most = Math.Max(most, Math.Abs(now));
        }

        return new(new(most), Joules.From(fullest - emptiest), new(high - low));
    }

    /// <summary>The battery for a load that falls or rises at once and stays: ΔP² ÷ 2r.</summary>
    public static RampCover OfStep(Watts change, double limit) =>
        new(change, Joules.From(change.Value * change.Value / (2 * limit)), change);

    /// <summary>The battery for a load that is high and low by turns.</summary>
    /// <param name="change">From low to high.</param>
    /// <param name="period">Time from one rise to the next.</param>
    /// <param name="limit">Most by which the grid may change, watts a second.</param>
    public static RampCover OfSwings(Watts change, Duration period, double limit)
    {
        // The grid begins in the middle, and the load in the middle of a high: so the grid moves as far up as down.
        var load = ImmutableArray.CreateBuilder<double>();
        load.Add(change.Value / 2);
        for (var i = 0; i < Swings * 2 * Samples; i++)
            load.Add((((2 * i) + Samples) / (2 * Samples)) % 2 == 0 ? change.Value : 0);
        return Of(load.ToImmutable(), period.Seconds / (2 * Samples), limit);
    }
}
