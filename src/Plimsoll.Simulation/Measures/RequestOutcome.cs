namespace Plimsoll.Simulation.Measures;

/// <summary>How a request ended. Written to files: numbers are only ever added.</summary>
public enum RequestOutcome
{
    /// <summary>Not over when the simulation ended.</summary>
    Unfinished = 0,

    /// <summary>All of its output was produced.</summary>
    Finished = 1,

    /// <summary>Refused because a usage limit was reached.</summary>
    Limited = 2,

    /// <summary>Refused because the fleet was full.</summary>
    Overloaded = 3,

    /// <summary>Refused because it does not fit on any replica of its class.</summary>
    TooLong = 4,

    /// <summary>Cut off by a failure and not retried, or prefilled and then found no replica to decode it.</summary>
    Lost = 5,

    /// <summary>Its client went away before the end.</summary>
    Left = 6,
}
