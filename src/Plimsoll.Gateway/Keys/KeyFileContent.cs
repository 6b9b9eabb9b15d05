namespace Plimsoll.Gateway.Keys;

/// <summary>The file's root object.</summary>
/// <param name="Keys">The keys.</param>
/// <param name="Scopes">What organizations, workspaces and users carry; null: nothing.</param>
internal sealed record KeyFileContent(GatewayKey[] Keys, ScopeLimits[]? Scopes = null);
