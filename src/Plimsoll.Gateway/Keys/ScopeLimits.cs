namespace Plimsoll.Gateway.Keys;

/// <summary>Limit sets that an organization, a workspace or a user carries beside its plan or tier.</summary>
/// <param name="Scope">
/// Names from the organization down, joined by slashes, such as <c>acme</c>, <c>acme/research</c> or
/// <c>acme/research/alice</c>.
/// </param>
/// <param name="Limits">Names of limit sets of the policy; at least one, each once.</param>
public sealed record ScopeLimits(string Scope, IReadOnlyList<string> Limits);
