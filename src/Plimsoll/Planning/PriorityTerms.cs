namespace Plimsoll.Planning;

/// <summary>
/// One step of what an operator would promise first, second and so on. A closed family:
/// <see cref="ChangePriority"/>, <see cref="BundlePriority"/>, <see cref="TrainingPriority"/>.
/// </summary>
public abstract record PriorityTerms
{
    private protected PriorityTerms()
    {
    }
}

/// <summary>A change of the policy, all that it moves together.</summary>
/// <param name="Change">The change, by name.</param>
public sealed record ChangePriority(string Change) : PriorityTerms;

/// <summary>A bundle of limits in force.</summary>
/// <param name="Bundle">The bundle, by name.</param>
/// <param name="Multiple">Wanted multiple of all of its limits, above 0.</param>
public sealed record BundlePriority(string Bundle, double Multiple) : PriorityTerms;

/// <summary>Accelerators that serve users are given to training.</summary>
/// <param name="Share">Wanted part of them, of every pool alike, 0 to 1.</param>
public sealed record TrainingPriority(double Share) : PriorityTerms;
