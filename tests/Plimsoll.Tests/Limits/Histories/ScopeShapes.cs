using System.Collections.Immutable;
using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>How scopes stand below each other: each names the one above it by its place in the list.</summary>
internal static class ScopeShapes
{
    public static ImmutableArray<(int? Above, ScopeLevel Level)[]> Small { get; } =
    [
        [(null, ScopeLevel.Organization)],
        [(null, ScopeLevel.Key)],
        [(null, ScopeLevel.Organization), (0, ScopeLevel.Seat)],
    ];

    public static ImmutableArray<(int? Above, ScopeLevel Level)[]> Large { get; } =
    [
        [
            (null, ScopeLevel.Organization), (0, ScopeLevel.Workspace), (1, ScopeLevel.Seat), (1, ScopeLevel.Seat),
            (2, ScopeLevel.Key),
        ],
        [
            (null, ScopeLevel.Organization), (0, ScopeLevel.Seat), (0, ScopeLevel.Seat), (1, ScopeLevel.Key),
            (1, ScopeLevel.Key), (2, ScopeLevel.Key),
        ],
        [(null, ScopeLevel.Organization), (0, ScopeLevel.Key), (0, ScopeLevel.Workspace), (2, ScopeLevel.Key)],
        [(null, ScopeLevel.Workspace), (0, ScopeLevel.Seat), (1, ScopeLevel.Key), (null, ScopeLevel.Seat)],
    ];
}
