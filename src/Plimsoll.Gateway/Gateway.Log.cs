using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Batches;
using Plimsoll.Gateway.Dialects;

namespace Plimsoll.Gateway;

/// <summary>
/// What the gateway logs: event ids 1000 to 1099. Keys, prompts and answers are never among the values.
/// </summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1000, LogLevel.Information,
        "{RequestId} {Request} {Key} {Model}: "
        + "charged {Input} in, {CacheWrite} to and {CacheRead} from the cache, {Output} out")]
    public static partial void Settled(
        ILogger log,
        string requestId,
        string request,
        string key,
        string model,
        long input,
        long cacheWrite,
        long cacheRead,
        long output);

    [LoggerMessage(1001, LogLevel.Information, "{RequestId} {Request} {Key}: refused as {Kind} with {Status}")]
    public static partial void Refused(
        ILogger log, string requestId, string request, string key, ErrorKind kind, int status);

    [LoggerMessage(
        1002, LogLevel.Warning, "{RequestId}: the upstream reported no usage; charged by the size of the text")]
    public static partial void Estimated(ILogger log, string requestId);

    [LoggerMessage(1003, LogLevel.Warning, "{RequestId}: {Upstream} failed: {Reason}")]
    public static partial void UpstreamFailed(ILogger log, string requestId, string upstream, string reason);

    [LoggerMessage(1004, LogLevel.Information, "{RequestId}: the client left")]
    public static partial void ClientLeft(ILogger log, string requestId);

    [LoggerMessage(1005, LogLevel.Error, "{RequestId}: the gateway itself failed")]
    public static partial void Faulted(ILogger log, string requestId, Exception fault);

    [LoggerMessage(1006, LogLevel.Warning, "{RequestId}: {Upstream} answered {Status}; passed on, nothing charged")]
    public static partial void PassedOn(ILogger log, string requestId, string upstream, int status);

    [LoggerMessage(1007, LogLevel.Error,
        "{RequestId}: nobody reported on it for so long that its hold was given up; what came since is not charged")]
    public static partial void Expired(ILogger log, string requestId);

    [LoggerMessage(1008, LogLevel.Information, "audit: {Line}")]
    public static partial void Audited(ILogger log, string line);

    [LoggerMessage(
        1009, LogLevel.Warning, "{RequestId}: refused as an operator: the key is unknown or may not do this")]
    public static partial void OperatorRefused(ILogger log, string requestId);

    [LoggerMessage(1013, LogLevel.Error, "the audit file cannot be written: {Reason}")]
    public static partial void AuditFailed(ILogger log, string reason);

    [LoggerMessage(1010, LogLevel.Error, "the limit log cannot be written and ends here: {Reason}")]
    public static partial void RecordingFailed(ILogger log, string reason);

    [LoggerMessage(1011, LogLevel.Error, "{Count} events are missing from the limit log, which cannot be written")]
    public static partial void EventsLost(ILogger log, long count);

    [LoggerMessage(1080, LogLevel.Information, "{Batch} of {Key}: {Requests} requests, to be answered by {Expires}")]
    public static partial void BatchBegun(
        ILogger log, string batch, string key, int requests, DateTimeOffset expires);

    [LoggerMessage(1081, LogLevel.Information, "{Batch}: waits {Wait} for room")]
    public static partial void BatchWaits(ILogger log, string batch, TimeSpan wait);

    [LoggerMessage(1082, LogLevel.Information, "{Batch}: ended, {Counts}")]
    public static partial void BatchEnded(ILogger log, string batch, BatchCounts counts);

    [LoggerMessage(1083, LogLevel.Error, "{Batch}: cannot be worked on until the gateway starts again")]
    public static partial void BatchFailed(ILogger log, string batch, Exception fault);

    [LoggerMessage(1040, LogLevel.Information,
        "{RequestId}: the client did not read for {Patience} and was cut")]
    public static partial void ClientStalled(ILogger log, string requestId, TimeSpan patience);

    [LoggerMessage(1012, LogLevel.Warning, "a last line that was cut off was deleted from the limit log")]
    public static partial void CutLineDeleted(ILogger log);

    [LoggerMessage(1014, LogLevel.Error,
        "what an operator changed at another gateway is not enforced here: {Problem}")]
    public static partial void RulesNotTaken(ILogger log, string problem);

    [LoggerMessage(1030, LogLevel.Debug, "{RequestId}: waits for a place of {Class}")]
    public static partial void Waits(ILogger log, string requestId, string @class);
}
