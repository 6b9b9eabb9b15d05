namespace Plimsoll.Serving;

/// <summary>A token that a step produced.</summary>
/// <param name="Sequence">Id of its sequence.</param>
/// <param name="Number">How many tokens the sequence has with it: 1 for the first.</param>
/// <param name="Last">Whether the sequence is complete and has left the replica.</param>
public readonly record struct ProducedToken(long Sequence, int Number, bool Last);
