namespace Plimsoll.Simulation.Outages;

/// <summary>What one simulated year adds up to; as in <see cref="OutageSample"/>.</summary>
/// <param name="categories">How many categories of load there are.</param>
internal sealed class YearOfOutages(int categories)
{
    public double LossHours { get; set; }

    public double LossDays { get; set; }

    public int Events { get; set; }

    public double[] LossHoursOf { get; } = new double[categories];

    public double[] UnservedOf { get; } = new double[categories];

    public double Unserved => UnservedOf.Sum();
}
