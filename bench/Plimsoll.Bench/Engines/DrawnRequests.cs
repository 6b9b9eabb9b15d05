using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Bench.Engines;

/// <summary>
/// Requests drawn one by one from a seed: Poisson arrivals, log-normal lengths with the means of Azure's conversation
/// trace (1,155 and 211 tokens), and prompts that begin like those of others or like nobody's.
/// </summary>
internal static class DrawnRequests
{
    private const double MeanInput = 1155;
    private const double MeanOutput = 211;
    private const double Spread = 0.9;
    private const int Longest = 2000;

    /// <summary>Rows of a trace, without end.</summary>
    /// <param name="perSecond">Requests per second on average.</param>
    public static IEnumerable<TraceRow> Rows(double perSecond)
    {
        var draws = SeedTree.FromSeed(1).Stream("rows");
        for (long id = 0, at = 0; ; id++)
        {
            at += (long)(draws.NextExponential() / perSecond * Duration.NanosecondsPerSecond);
            var arrival = new Arrival
            {
                Id = id,
                At = new(at),
                Account = -1,
                Session = -1,
                Input = Length(ref draws, MeanInput),
                Output = Length(ref draws, MeanOutput),
            };
            yield return new(arrival, null);
        }
    }

    /// <summary>Sequences for one engine.</summary>
    /// <param name="count">How many.</param>
    /// <param name="nameTokens">Tokens that a name of a shared beginning stands for; 0: none is shared.</param>
    public static Sequence[] Sequences(int count, int nameTokens)
    {
        var draws = SeedTree.FromSeed(1).Stream("sequences");
        var families = new Zipf(1000, 1.1);
        var sequences = new Sequence[count];
        for (var id = 0; id < count; id++)
        {
            var input = Length(ref draws, MeanInput);
            sequences[id] = new()
            {
                Id = id,
                Input = input,
                Output = Length(ref draws, MeanOutput),
                Prefix = nameTokens == 0 ? default : Names(ref draws, families, id, (input - 1) / nameTokens),
            };
        }

        return sequences;
    }

    // The first names are those of a family, which may be a system prompt or a conversation; the rest are its own.
    private static long[] Names(ref Draws draws, Zipf families, long id, int names)
    {
        var (family, shared) = (families.Next(ref draws), draws.NextBelow(names + 1));
        var all = new long[names];
        for (var index = 0; index < names; index++)
            all[index] = index < shared ? (family << 20) + index : ((id + 1) << 40) + index;
        return all;
    }

    private static int Length(ref Draws draws, double mean) =>
        Math.Clamp((int)draws.NextLogNormal(mean, Spread), 1, Longest);
}
