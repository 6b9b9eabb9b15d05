using Plimsoll.Quantities;

namespace Plimsoll.Supply;

/// <summary>From when on which multiple of a contract's prices is due: a ramp, a step down, a rise.</summary>
/// <param name="From">First instant.</param>
/// <param name="Multiple">Part of the price, zero or more; 1: as stated.</param>
public readonly record struct FeeStep(Instant From, double Multiple);
