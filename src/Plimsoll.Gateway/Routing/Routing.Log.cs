using Microsoft.Extensions.Logging;

namespace Plimsoll.Gateway.Routing;

/// <summary>What routing logs: event ids 1100 to 1119.</summary>
internal static partial class RoutingLog
{
    [LoggerMessage(1100, LogLevel.Information, "{RequestId}: another upstream is tried after {Attempts}")]
    public static partial void TriesAnother(ILogger log, string requestId, int attempts);

    [LoggerMessage(1101, LogLevel.Warning, "{Upstream} does not answer {Path}: {Reason}")]
    public static partial void NotWatched(ILogger log, string upstream, string path, string reason);
}
