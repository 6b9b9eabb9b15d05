namespace Plimsoll.Serving.Cache;

/// <summary>
/// What a cache holds of a prompt's beginning, as of the instant it was asked. <c>default</c>: nothing.
/// </summary>
/// <param name="Blocks">Whole blocks found, from the first on without a gap.</param>
/// <param name="Tokens">Tokens in those blocks: so many need not be computed.</param>
/// <param name="Reclaimed">
/// How many of those blocks no sequence holds. They count as free until they are held: a sequence that needs
/// <c>n</c> blocks in all fits when <c>n − Blocks + Reclaimed ≤ Free</c>.
/// </param>
public readonly record struct PrefixMatch(int Blocks, int Tokens, int Reclaimed);
