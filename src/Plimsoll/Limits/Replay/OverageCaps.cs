using System.Collections.Immutable;

namespace Plimsoll.Limits.Replay;

/// <summary>Tells the limits of overage apart.</summary>
internal static class OverageCaps
{
    /// <summary>
    /// The cap that each of some states is, null for those of other kinds. A state does not say which it is; a book
    /// tells the three of one set in the order of the caps.
    /// </summary>
    /// <param name="states">States of a path, all that a book told.</param>
    public static ImmutableArray<OverageCap?> Of(IEnumerable<LimitState> states)
    {
        var told = new Dictionary<(ScopeLevel, string), int>();
        var caps = ImmutableArray.CreateBuilder<OverageCap?>();
        foreach (var state in states)
        {
            if (state.Kind != LimitKind.Overage)
            {
                caps.Add(null);
                continue;
            }

            var before = told.GetValueOrDefault((state.Level, state.Set));
            told[(state.Level, state.Set)] = before + 1;
            caps.Add(OverageCap.Day + before);
        }

        return caps.DrainToImmutable();
    }
}
