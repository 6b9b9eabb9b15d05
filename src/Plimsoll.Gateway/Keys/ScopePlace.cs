using System.Collections.Immutable;

namespace Plimsoll.Gateway.Keys;

/// <summary>An organization, workspace, user or lone key of a ring.</summary>
/// <param name="Scope">Names from the top down to its own, joined by slashes.</param>
/// <param name="Level">Its level: <c>organization</c>, <c>workspace</c>, <c>user</c> or <c>key</c>.</param>
/// <param name="Carried">Its plan or tier, then its limit sets.</param>
/// <param name="Keys">Names of the keys whose lowest scope it is.</param>
public sealed record ScopePlace(
    string Scope, string Level, ImmutableArray<string> Carried, ImmutableArray<string> Keys)
{
    /// <summary>Whether it is a scope or stands beneath it.</summary>
    public bool IsWithin(string scope) => IsWithin(Scope, scope);

    /// <summary>Whether a scope is another one or stands beneath it.</summary>
    internal static bool IsWithin(string scope, string other) =>
        scope == other || scope.StartsWith($"{other}/", StringComparison.Ordinal);
}
