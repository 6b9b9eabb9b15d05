using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>One request for a place.</summary>
/// <param name="Tenant">Among whom places are shared fairly.</param>
/// <param name="Band">Its band, by its number in <see cref="QueueTerms.Bands"/>.</param>
/// <param name="Weight">
/// The tenant's weight, 1 to <see cref="MostWeight"/>: with twice the weight it gets twice the tokens.
/// </param>
/// <param name="Input">Input tokens that it is expected to use, 0 or more.</param>
/// <param name="Output">Output tokens that it is expected to use, 0 or more.</param>
public readonly record struct QueueRequest(ulong Tenant, int Band, int Weight, Tokens Input, Tokens Output)
{
    /// <summary>Largest weight.</summary>
    public const int MostWeight = 1_000;
}
