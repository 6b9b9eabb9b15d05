using Plimsoll.Evidence;

namespace Plimsoll.Planning.Backtest;

/// <summary>
/// Draws of disputed inputs that fill their ranges evenly, without chance: the n-th draw of the j-th input is the
/// fractional part of n·√p, p the j-th prime (Richtmyer's sequence). A half of the draws lies between low and mid, the
/// other between mid and high, evenly, so that mid is the median.
/// </summary>
public static class EvenDraws
{
    /// <summary>Values by path.</summary>
    /// <param name="disputed">Inputs with a range, in a fixed order.</param>
    /// <param name="draw">Number of the draw, from 1.</param>
    public static Dictionary<string, double> Of(IReadOnlyList<InputRecord> disputed, int draw)
    {
        var values = new Dictionary<string, double>();
        var prime = 1;
        foreach (var input in disputed)
        {
            prime = NextPrime(prime);
            var part = draw * Math.Sqrt(prime) % 1;
            values.Add(input.Path, input.Nearest(part < 0.5
                ? input.Low + (2 * part * (input.Mid - input.Low))
                : input.Mid + (((2 * part) - 1) * (input.High - input.Mid))));
        }

        return values;
    }

    private static int NextPrime(int after)
    {
        var candidate = after + 1;
        while (Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(candidate) - 1)).Any(d => candidate % d == 0))
            candidate++;
        return candidate;
    }
}
