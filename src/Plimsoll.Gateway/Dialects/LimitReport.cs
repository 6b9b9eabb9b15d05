using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Dialects;

/// <summary>An account's limits at one instant, to be told to its client.</summary>
/// <param name="Terms">What the account is entitled to.</param>
/// <param name="States">Its limits.</param>
/// <param name="Binding">The limit that refused the request; null when it was admitted.</param>
/// <param name="Now">When.</param>
internal sealed record LimitReport(
    AccountTerms Terms,
    ImmutableArray<LimitState> States,
    LimitState? Binding,
    Instant Now)
{
    /// <summary>The state of one limit; null when the account has none of that kind.</summary>
    public LimitState? this[LimitKind kind]
    {
        get
        {
            foreach (var state in States)
            {
                if (state.Kind == kind)
                    return state;
            }

            return null;
        }
    }

    /// <summary>Whether <paramref name="kind"/> is the limit that refused the request.</summary>
    public bool Binds(LimitKind kind) => Binding is { } binding && binding.Kind == kind;
}
