using System.Globalization;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Leasing;

/// <summary>A change of what the store has of a path.</summary>
/// <param name="path">The path.</param>
/// <param name="act">
/// Does it to the book into which the path was read, at an instant of the store's clock, and again where somebody else
/// changed the path meanwhile. It is told whether a change of its name was made before, and tells whether it uses that
/// name up. Null: nothing is changed, only read.
/// </param>
internal sealed class PathChange(LimitPath path, Func<Instant, bool, bool>? act)
{
    /// <summary>The path.</summary>
    public LimitPath Path { get; } = path;

    /// <summary>Does it.</summary>
    public Func<Instant, bool, bool>? Act { get; } = act;

    /// <summary>What it is called, at all gateways; null: it has no name.</summary>
    public (NamedThing Thing, UInt128 Id)? Name { get; init; }

    /// <summary>Key of the value that remembers its name; null: it has none.</summary>
    public string? NameKey => Name is { Id: var id }
        ? string.Create(CultureInfo.InvariantCulture, $"name/shared/{id:x32}") : null;

    /// <summary>Key of a lease that has expired and is to be swept; null: none.</summary>
    public string? Expired { get; init; }

    /// <summary>That the store has it.</summary>
    public TaskCompletionSource Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
