using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Batches;

/// <summary>Paths of routes that name one of many things.</summary>
internal static class RoutePath
{
    /// <summary>Whether a path is a root or lies below it.</summary>
    public static bool IsAt(string root, string? path) => path is not null
        && path.StartsWith(root, StringComparison.Ordinal)
        && (path.Length == root.Length || path[root.Length] == '/');

    /// <summary>What comes behind the root, part by part; one empty part: nothing.</summary>
    public static string[] Below(string root, HttpRequest request) =>
        request.Path.Value![root.Length..].Trim('/').Split('/');
}
