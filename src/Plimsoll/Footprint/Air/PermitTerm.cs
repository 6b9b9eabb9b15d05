using Plimsoll.Supply;

namespace Plimsoll.Footprint.Air;

/// <summary>What of a permit is counted, over twelve calendar months in a row.</summary>
public abstract record PermitTerm
{
    private PermitTerm()
    {
    }

    /// <summary>Kilograms of a pollutant that all its sources together emit.</summary>
    public sealed record Emission(Pollutant Pollutant) : PermitTerm;

    /// <summary>Starts of a unit, on average over the units.</summary>
    public sealed record Starts : PermitTerm;

    /// <summary>Stops of a unit, on average over the units.</summary>
    public sealed record Stops : PermitTerm;

    /// <summary>Hours that a unit takes to start and to stop, on average over the units.</summary>
    public sealed record StartAndStopHours : PermitTerm;

    /// <summary>Hours that a unit runs, on average over the units.</summary>
    public sealed record RunningHours : PermitTerm;
}
