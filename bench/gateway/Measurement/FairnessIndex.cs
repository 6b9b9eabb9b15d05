namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>
/// How fairly tenants were served, in virtual tokens. A tenant's fair amount is its max-min share of all that was
/// served: what it asked for where that is little, an equal part of the rest otherwise.
/// </summary>
/// <param name="Jain">
/// Jain's index over served ÷ fair amount: 1 when all have theirs, 1 ÷ tenants when one has everything.
/// </param>
/// <param name="Least">Smallest served ÷ fair amount.</param>
/// <param name="Most">Largest.</param>
internal readonly record struct FairnessIndex(double Jain, double Least, double Most)
{
    public static FairnessIndex Of(IReadOnlyList<double> asked, IReadOnlyList<double> served)
    {
        var fair = MaxMin(asked, served.Sum());
        var shares = served.Select((amount, i) => fair[i] > 0 ? amount / fair[i] : 1).ToList();
        var sum = shares.Sum();
        return new FairnessIndex(
            sum * sum / (shares.Count * shares.Sum(share => share * share)), shares.Min(), shares.Max());
    }

    private static double[] MaxMin(IReadOnlyList<double> asked, double amount)
    {
        var fair = new double[asked.Count];
        var left = asked.Count;
        foreach (var (ask, tenant) in asked.Select((ask, tenant) => (ask, tenant)).Order())
        {
            fair[tenant] = Math.Min(ask, amount / left--);
            amount -= fair[tenant];
        }

        return fair;
    }
}
