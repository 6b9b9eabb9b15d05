using Plimsoll.Quantities;

namespace Plimsoll.Serving.Health;

/// <summary>Whether a replica is given requests. <c>default</c>: it is.</summary>
/// <param name="Standing">How it stands.</param>
/// <param name="Until">
/// Until when it is given none if nothing else happens; null: it is given some, or only a probe that it answers can
/// change it.
/// </param>
public readonly record struct Verdict(Standing Standing, Instant? Until)
{
    /// <summary>Whether it is given requests.</summary>
    public bool Takes => Until is null && Standing != Standing.Down;
}
