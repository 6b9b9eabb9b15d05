namespace Plimsoll.Simulation.Outages;

/// <summary>What of a load is not served by what is in service: by one unit of capacity, or by a fleet.</summary>
internal interface IShedding
{
    /// <summary>Tells what every category of load misses now, those that are shed first first.</summary>
    /// <param name="hour">Which hour's load.</param>
    /// <param name="forecast">By what all load is multiplied.</param>
    /// <param name="missing">What each misses, in the unit of the load; 0: nothing. Filled in.</param>
    void Shed(int hour, double forecast, Span<double> missing);
}
