namespace Plimsoll.Gateway.Keys;

/// <summary>The file's root object.</summary>
internal sealed record KeyFileContent(GatewayKey[] Keys);
