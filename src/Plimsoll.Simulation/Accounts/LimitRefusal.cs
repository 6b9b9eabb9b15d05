using Plimsoll.Quantities;

namespace Plimsoll.Simulation.Accounts;

/// <summary>Which limit refused a request. <c>default</c>: none.</summary>
/// <param name="Limit">Its set and name, such as <c>pro/session</c>; null when none refused.</param>
/// <param name="RetryAt">When the same request would pass; null when never, and when none refused.</param>
public readonly record struct LimitRefusal(string? Limit, Instant? RetryAt);
