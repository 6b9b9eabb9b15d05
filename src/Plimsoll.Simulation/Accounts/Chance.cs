using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <summary>A stream of draws. Small enough that every account has its own, so that none moves another's.</summary>
internal struct Chance(ulong state)
{
    private ulong state = state;

    /// <summary>A stream of its own for a number.</summary>
    public static Chance Of(ulong seed, ulong number) => new(SplitMix.Mix(seed ^ SplitMix.Mix(number ^ SplitMix.Step)));

    /// <summary>A seed for something else.</summary>
    public ulong Seed() => Next();

    /// <summary>Uniform, above 0 and below 1.</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) * Draws.Unit;

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential() => -Math.Log(Uniform());

    /// <summary>Log-normal with mean 1 and the given standard deviation of the logarithm.</summary>
    public double LogNormal(double spread) =>
        spread == 0 ? 1 : Math.Exp((spread * Normal()) - (spread * spread / 2));

    private double Normal() => Math.Sqrt(-2 * Math.Log(Uniform())) * Math.Cos(2 * Math.PI * Uniform());

    private ulong Next() => SplitMix.Next(ref state);
}
