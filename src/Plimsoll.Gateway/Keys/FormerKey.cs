namespace Plimsoll.Gateway.Keys;

/// <summary>A key that was replaced and works for a while yet.</summary>
/// <param name="Hash">Its SHA-256 in 64 lower-case hexadecimal digits.</param>
/// <param name="Until">First instant at which it is refused.</param>
public sealed record FormerKey(string Hash, DateTimeOffset Until);
