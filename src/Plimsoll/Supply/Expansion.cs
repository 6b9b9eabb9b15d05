using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>
/// Accelerators and power that a site gets beside what its ramp brings, on the feeds that it has: losing one of them
/// takes its part of the expansion too. Nothing of it is in service while the site is not.
/// </summary>
/// <param name="Pool">Its accelerators; the name is unique among the site's pools and expansions.</param>
/// <param name="Power">Power it brings, in the basis of the site's.</param>
/// <param name="From">First instant; null: as long as the site.</param>
public sealed record Expansion(Pool Pool, Watts Power, Instant? From)
{
    /// <summary>Whether it is there at an instant at which its site is in service.</summary>
    public bool IsThereAt(Instant instant) => From is not { } from || instant >= from;
}
