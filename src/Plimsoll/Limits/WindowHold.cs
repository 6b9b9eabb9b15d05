using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>What a reservation holds of one window.</summary>
/// <param name="Start">Start of the window it belongs to, which tells that window from its successors.</param>
/// <param name="Rate">Rate at admission, at which the actual usage is charged too.</param>
/// <param name="Charge">Millionths of a credit held.</param>
internal readonly record struct WindowHold(Instant Start, ChargeRate Rate, long Charge);
