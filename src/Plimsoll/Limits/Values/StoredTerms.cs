using Plimsoll.Quantities;

namespace Plimsoll.Limits.Values;

/// <summary>What of a class's terms charges usage: its weights and its prices.</summary>
internal static class StoredTerms
{
    public static void Write(ValueWriter writer, ClassTerms terms)
    {
        writer.Text(terms.Name);
        writer.Signed(terms.Weights.Input.Micro);
        writer.Signed(terms.Weights.CacheWrite.Micro);
        writer.Signed(terms.Weights.CacheWriteLong.Micro);
        writer.Signed(terms.Weights.CacheRead.Micro);
        writer.Signed(terms.Weights.Output.Micro);
        writer.Signed(terms.Prices.Input.Value);
        writer.Signed(terms.Prices.CacheWrite.Value);
        writer.Signed(terms.Prices.CacheWriteLong.Value);
        writer.Signed(terms.Prices.CacheRead.Value);
        writer.Signed(terms.Prices.Output.Value);
    }

    public static ClassTerms Read(ref ValueReader reader)
    {
        var name = reader.Text("its class");
        var weights = ReadFive(ref reader, "a weight");
        var prices = ReadFive(ref reader, "a price");
        return new ClassTerms(
            name,
            [],
            new CreditWeights(new(weights[0]), new(weights[1]), new(weights[3]), new(weights[4]))
            {
                CacheWriteLong = new Credits(weights[2]),
            },
            default)
        {
            Prices = new PriceTerms(new(prices[0]), new(prices[1]), new(prices[2]), new(prices[3]), new(prices[4])),
        };
    }

    private static long[] ReadFive(ref ValueReader reader, string what) =>
        [reader.Signed(what), reader.Signed(what), reader.Signed(what), reader.Signed(what), reader.Signed(what)];
}
