using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// A stretch of time in which one policy version is in force, begun by that version or by a reset for everybody. Scopes
/// are brought up to an epoch when they are next touched, so that it costs nothing to begin one.
/// </summary>
/// <param name="at">First instant of it.</param>
/// <param name="version">The policy version in force, which one begun by a reset shares with the one before.</param>
/// <param name="reset">What it resets as it begins; null: nothing.</param>
internal sealed class Epoch(Instant at, CompiledVersion version, ResetOrder? reset = null)
{
    /// <summary>First instant of it.</summary>
    public Instant At { get; } = at;

    /// <summary>The policy version in force, compiled.</summary>
    public CompiledVersion Version { get; } = version;

    /// <summary>What it resets as it begins; null: nothing.</summary>
    public ResetOrder? Reset { get; } = reset;
}
