using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Tests.Limits.Reference;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>Something that an operator or a user does to limits, after all else of its instant.</summary>
/// <param name="At">When.</param>
/// <param name="What">In a few words.</param>
/// <param name="Do">Does it to a book, with the paths of the accounts.</param>
/// <param name="Mirror">Does it to the reference.</param>
internal sealed record SwarmAct(
    Instant At, string What, Action<LimitBook, IReadOnlyList<ScopePath>> Do, Action<NaiveWorld> Mirror)
{
    /// <summary>Whether what was settled before it no longer counts against a limit that was in force before.</summary>
    public bool RestatesUse { get; init; }

    public override string ToString() => What;
}
