using Plimsoll.Limits;

namespace Plimsoll.Simulation.Tests.Stores.Checkers;

/// <summary>
/// Usage up to what was expected: that more is used is nothing that admission can know, with leases or without.
/// </summary>
internal static class Clipped
{
    public static TokenUsage Of(in TokenUsage actual, in TokenUsage estimate) =>
        actual + estimate - TokenUsage.Max(actual, estimate);
}
