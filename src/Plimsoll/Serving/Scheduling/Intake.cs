namespace Plimsoll.Serving.Scheduling;

/// <summary>How much of its input a sequence has to get in the step with which it joins.</summary>
public enum Intake
{
    /// <summary>What is left of the budget, and blocks for that.</summary>
    Pieces = 1,

    /// <summary>What is left of the budget, and blocks for all of its input.</summary>
    ReservedPieces = 2,

    /// <summary>All of it: it joins only if the budget suffices.</summary>
    Whole = 3,
}
