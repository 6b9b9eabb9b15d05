using System.Collections.Immutable;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Keys;

/// <summary>One scope in which keys of a ring stand.</summary>
/// <param name="Name">Names from the top down to its own, joined by slashes.</param>
/// <param name="Level">Its level.</param>
/// <param name="Above">The scope that it stands beneath; null at the top.</param>
/// <param name="Terms">What it carries.</param>
internal sealed record KeyScope(string Name, ScopeLevel Level, KeyScope? Above, ScopeTerms Terms)
{
    /// <summary>Its own name, without those above.</summary>
    public string OwnName => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The scopes from the top down to this one.</summary>
    public ImmutableArray<KeyScope> Path => Above is null ? [this] : [.. Above.Path, this];
}
