namespace Plimsoll.Planning;

/// <summary>What is left of a site, in parts of what is installed.</summary>
/// <param name="Accelerators">Part of its accelerators, 0 to 1.</param>
/// <param name="Power">Part of its power, 0 to 1.</param>
public readonly record struct SiteState(double Accelerators, double Power)
{
    /// <summary>Everything is there.</summary>
    public static SiteState Whole { get; } = new(1, 1);

    /// <summary>The same part of both.</summary>
    public static SiteState operator *(SiteState state, double part) =>
        new(state.Accelerators * part, state.Power * part);
}
