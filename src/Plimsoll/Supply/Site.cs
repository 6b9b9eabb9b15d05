using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>A place with a power envelope and accelerators.</summary>
public sealed record Site
{
    /// <summary>Name, unique in the scenario; sites are kept in ordinal order of it.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>Contract that gives the right to use it.</summary>
    public required Contract Contract { get; init; }

    /// <summary>Power available at full ramp, in the basis it was stated in.</summary>
    public required Watts Power { get; init; }

    /// <summary>Watts of that basis drawn per watt of accelerator power; above 1.</summary>
    public required double PowerChain { get; init; }

    /// <summary>
    /// Independent feeds or halls of equal size, 1 or more; fractional only while an input is being varied.
    /// </summary>
    public required double Feeds { get; init; }

    /// <summary>Part in service over time.</summary>
    public required Ramp Ramp { get; init; }

    /// <summary>Accelerators by pool, in ordinal order of name.</summary>
    public required ImmutableArray<Pool> Pools { get; init; }
}

/// <summary>Accelerators of one kind on one site.</summary>
/// <param name="Name">Name, unique on the site.</param>
/// <param name="Kind">Accelerator kind.</param>
/// <param name="Count">Installed at full ramp.</param>
/// <param name="Availability">Part in working order, 0 to 1.</param>
/// <param name="Inference">Part that serves users, 0 to 1.</param>
public sealed record Pool(string Name, Accelerator Kind, double Count, double Availability, double Inference)
{
    /// <summary>Accelerators that can serve users at full ramp.</summary>
    public double Serving => Count * Availability * Inference;
}
