using Microsoft.Extensions.Logging;

namespace Plimsoll.Gateway.Durability;

/// <summary>What is logged about the store. Event ids from 1150.</summary>
internal static partial class DurabilityLog
{
    [LoggerMessage(1150, LogLevel.Information,
        "{Place}: {Scopes} accounts, {Open} requests of a process that ended are ended now")]
    public static partial void Opened(ILogger log, string place, int scopes, int open);

    [LoggerMessage(1151, LogLevel.Error, "{Place}: a commit failed and is tried again: {Reason}")]
    public static partial void Failed(ILogger log, string place, string reason);

    [LoggerMessage(1152, LogLevel.Warning, "{Place}: commits are made again, after {Time}")]
    public static partial void Recovered(ILogger log, string place, TimeSpan time);

    [LoggerMessage(1153, LogLevel.Error,
        "{Place}: what was used last could not be committed before the gateway ended, and is lost")]
    public static partial void LeftBehind(ILogger log, string place);

    [LoggerMessage(1154, LogLevel.Critical,
        "{Place}: nothing is committed any more. Restart the gateway: what was committed before is there")]
    public static partial void Stopped(ILogger log, string place, Exception cause);
}
