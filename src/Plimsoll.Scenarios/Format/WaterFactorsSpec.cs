using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>Factors of water that is used up where electricity is made.</summary>
public sealed record WaterFactorsSpec
{
    /// <summary>Day on which they were put together.</summary>
    public required DateOnly Version { get; init; }

    /// <summary>For electricity of a grid.</summary>
    [ZeroAllowed]
    public Input<WaterFactor>? Grid { get; init; }

    /// <summary>For electricity of generators on a site.</summary>
    [ZeroAllowed]
    public Input<WaterFactor>? Generators { get; init; }

    /// <summary>For electricity of solar panels on a site.</summary>
    [ZeroAllowed]
    public Input<WaterFactor>? Solar { get; init; }
}
