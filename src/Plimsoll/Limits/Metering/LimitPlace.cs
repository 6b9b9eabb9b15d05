namespace Plimsoll.Limits.Metering;

/// <summary>Where the scopes of one combination of sets keep the counters of one limit.</summary>
/// <param name="Set">Set that states the limit.</param>
/// <param name="Limit">Its name there.</param>
/// <param name="Kind">Its kind; of a rate limit, that of its first bucket.</param>
/// <param name="Offset">First word of its counters.</param>
/// <param name="Words">How many words they take.</param>
internal readonly record struct LimitPlace(string Set, string Limit, LimitKind Kind, int Offset, int Words);
