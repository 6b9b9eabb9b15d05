using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway;

/// <summary>
/// What the gateway logs: event ids 1000 to 1099. Keys, prompts and answers are never among the values.
/// </summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1000, LogLevel.Information,
        "{RequestId} {Key} {Model}: charged {Input} in, {CacheWrite} to and {CacheRead} from the cache, {Output} out")]
    public static partial void Settled(
        ILogger log,
        string requestId,
        string key,
        string model,
        long input,
        long cacheWrite,
        long cacheRead,
        long output);

    [LoggerMessage(1001, LogLevel.Information, "{RequestId} {Key}: refused as {Kind} with {Status}")]
    public static partial void Refused(ILogger log, string requestId, string? key, RefusalKind kind, int status);

    [LoggerMessage(
        1002, LogLevel.Warning, "{RequestId}: the upstream reported no usage; charged by the size of the text")]
    public static partial void Estimated(ILogger log, string requestId);

    [LoggerMessage(1003, LogLevel.Warning, "{RequestId}: {Upstream} failed: {Reason}")]
    public static partial void UpstreamFailed(ILogger log, string requestId, Uri upstream, string reason);

    [LoggerMessage(1004, LogLevel.Information, "{RequestId}: the client left")]
    public static partial void ClientLeft(ILogger log, string requestId);

    [LoggerMessage(1005, LogLevel.Error, "{RequestId}: the gateway itself failed")]
    public static partial void Faulted(ILogger log, string requestId, Exception fault);

    [LoggerMessage(1006, LogLevel.Warning, "{RequestId}: the upstream answered {Status}; passed on, nothing charged")]
    public static partial void PassedOn(ILogger log, string requestId, int status);
}
