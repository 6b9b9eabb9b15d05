using Microsoft.Extensions.Logging;

namespace Plimsoll.Gateway.Configuration;

/// <summary>What is logged about the life of the gateway itself: event ids 1120 to 1129.</summary>
internal static partial class ConfigurationLog
{
    [LoggerMessage(1120, LogLevel.Information, "the configuration was read anew by {Cause} and is in force")]
    public static partial void Reloaded(ILogger log, string cause);

    [LoggerMessage(1121, LogLevel.Warning, "takes a restart, and is as before until then: {Names}")]
    public static partial void NeedsRestart(ILogger log, string names);

    [LoggerMessage(1122, LogLevel.Error,
        "the configuration was read anew by {Cause} and is wrong; the one before stays in force. Errors: {Count}")]
    public static partial void ReloadRefused(ILogger log, string cause, int count);

    [LoggerMessage(1123, LogLevel.Error, "configuration: {Error}")]
    public static partial void ReloadError(ILogger log, string error);

    [LoggerMessage(1124, LogLevel.Information, "asked to stop: not ready any more; requests are accepted for {Delay}")]
    public static partial void Leaving(ILogger log, TimeSpan delay);

    [LoggerMessage(1125, LogLevel.Error, "the configuration could not be read or taken")]
    public static partial void ReadingFailed(ILogger log, Exception fault);
}
