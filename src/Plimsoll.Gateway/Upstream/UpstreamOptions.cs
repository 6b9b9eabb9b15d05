namespace Plimsoll.Gateway.Upstream;

/// <summary>A server that answers for the fleet.</summary>
/// <param name="BaseUrl">Where it listens, with or without a trailing <c>/v1</c>.</param>
/// <param name="Speaks">Dialects that it answers in.</param>
/// <param name="ApiKey">Key to send it; null: none. Clients' keys are never sent on.</param>
public sealed record UpstreamOptions(Uri BaseUrl, SpokenDialects Speaks, string? ApiKey = null)
{
    /// <summary>The URL without its key: an upstream is printed in logs.</summary>
    public override string ToString() => $"{BaseUrl} ({Speaks})";
}
