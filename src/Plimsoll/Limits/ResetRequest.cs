using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>A request to use a grant.</summary>
internal readonly record struct ResetRequest(ScopePath Scope, UInt128 Id, Instant At);
