namespace Plimsoll.Footprint;

/// <summary>
/// Splits whole amounts so that nothing is lost: the parts are whole and add up to the amount exactly. The method is
/// that of largest remainders (Hamilton's): every part is its share rounded down, and what is left goes, one each, to
/// the largest fractions, of equal ones to the first.
/// </summary>
public static class Apportionment
{
    /// <summary>Splits an amount by weights.</summary>
    /// <param name="amount">The amount. Zero or more.</param>
    /// <param name="weights">Weights, zero or more each; not all zero, unless the amount is.</param>
    /// <param name="parts">Where the parts go, as many as weights.</param>
    /// <exception cref="ArgumentException">There is an amount and nothing to give it to.</exception>
    public static void Split(long amount, ReadOnlySpan<double> weights, Span<long> parts)
    {
        var total = 0.0;
        foreach (var weight in weights)
            total += weight;
        if (total <= 0)
        {
            if (amount != 0)
                throw new ArgumentException($"Nothing has a part in an amount of {amount}.", nameof(weights));
            parts[..weights.Length].Clear();
            return;
        }

        Span<double> fractions = weights.Length <= 64 ? stackalloc double[weights.Length] : new double[weights.Length];
        var left = amount;
        for (var i = 0; i < weights.Length; i++)
        {
            // A share of 2^53 and more has no fraction any more, and rounding may give away more than there is.
            var share = amount * (weights[i] / total);
            parts[i] = Math.Min(left, (long)Math.Floor(share));
            fractions[i] = share - parts[i];
            left -= parts[i];
        }

        while (left > 0)
        {
            var largest = 0;
            for (var i = 1; i < weights.Length; i++)
            {
                if (fractions[i] > fractions[largest])
                    largest = i;
            }

            var more = Math.Max(1, Math.Min(left, (long)fractions[largest]));
            parts[largest] += more;
            fractions[largest] -= more;
            left -= more;
        }
    }
}
