using Plimsoll.Quantities;

namespace Plimsoll.Scenarios.Format;

/// <summary>
/// One step of what the operator would promise first, second and so on: a change, a bundle, or accelerators for
/// training.
/// </summary>
public sealed record PrioritySpec
{
    /// <summary>A change of the policy, by name, with all that it moves.</summary>
    public string? Change { get; init; }

    /// <summary>
    /// A bundle of limits: <c>all-sessions</c>, <c>all-weeks</c>, or all API rates of a class,
    /// <c>all-CLASS-rates</c>.
    /// </summary>
    public string? Bundle { get; init; }

    /// <summary>What the limits of the bundle are multiplied by.</summary>
    public Input<Factor>? Multiple { get; init; }

    /// <summary>Part of the accelerators that serve users, of every pool alike, which is given to training.</summary>
    public Input<Share>? Training { get; init; }
}
