using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <content>What limits tell; nothing is changed by reading.</content>
public sealed partial class LimitBook
{
    /// <summary>
    /// Every limit of a path as enforcement has it, from the organization down. Nothing is changed by reading.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="modelClass">Only what limits this class on the standard lane; null: every limit.</param>
    /// <param name="now">Instant of the reading.</param>
    public ImmutableArray<LimitState> States(ScopePath path, string? modelClass, Instant now)
    {
        var states = new LimitState[ReadStates(path, modelClass, now, [])];
        ReadStates(path, modelClass, now, states);
        return ImmutableCollectionsMarshal.AsImmutableArray(states);
    }

    /// <summary>The same without memory of its own.</summary>
    /// <param name="path">The path.</param>
    /// <param name="modelClass">Only what limits this class on the standard lane; null: every limit.</param>
    /// <param name="now">Instant of the reading.</param>
    /// <param name="states">Takes as many states as it has room for.</param>
    /// <returns>How many there are.</returns>
    public int ReadStates(ScopePath path, string? modelClass, Instant now, Span<LimitState> states)
    {
        var at = now > latest ? now : latest;
        (int, Lane)? only = modelClass is null ? null : (scopes.Names.KnownClass(modelClass), Lane.Standard);
        if (Readings.InPlace(scopes, path, only, at, states) is { } count)
            return count;
        var copy = new PathCopy(scopes, path);
        copy.AdvanceTo(at);
        return Readings.Of(scopes, copy, only, at, states);
    }

    /// <summary>Whether a path may pay as overage now.</summary>
    public OverageStatus OverageOf(ScopePath path, string modelClass, Instant now)
    {
        var at = now > latest ? now : latest;
        var copy = new PathCopy(scopes, path);
        copy.AdvanceTo(at);
        var asked = new LimitRequest
        {
            Scope = path,
            Class = scopes.Names.KnownClass(modelClass),
            Estimate = default,
        };

        return Overage.Of(scopes, copy, asked, at).Status;
    }
}
