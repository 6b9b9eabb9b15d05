using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Leasing;

/// <summary>A change of what the store has of a path.</summary>
/// <param name="path">The path.</param>
/// <param name="act">
/// Does it to the book into which the path was read, at an instant of the store's clock, and again in another attempt,
/// whose number it is given, where somebody else changed the path meanwhile. Null: nothing is changed, only read.
/// </param>
internal sealed class PathChange(LimitPath path, Action<LimitBook, Instant, int>? act)
{
    /// <summary>The path.</summary>
    public LimitPath Path { get; } = path;

    /// <summary>Does it.</summary>
    public Action<LimitBook, Instant, int>? Act { get; } = act;

    /// <summary>Key of a lease that has expired and is to be swept; null: none.</summary>
    public string? Expired { get; init; }

    /// <summary>That the store has it.</summary>
    public TaskCompletionSource Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
