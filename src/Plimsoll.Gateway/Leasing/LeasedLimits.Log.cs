using Microsoft.Extensions.Logging;

namespace Plimsoll.Gateway.Leasing;

/// <content>What is logged of a shared store.</content>
internal sealed partial class LeasedLimits
{
    [LoggerMessage(1130, LogLevel.Error, "The store cannot be asked: requests are admitted from what is leased.")]
    private static partial void StoreLost(ILogger log, Exception fault);

    [LoggerMessage(1131, LogLevel.Information, "The store answers again.")]
    private static partial void StoreFound(ILogger log);

    [LoggerMessage(1132, LogLevel.Warning, "Expired leases could not be looked for.")]
    private static partial void NotSwept(ILogger log, Exception fault);

    [LoggerMessage(1134, LogLevel.Error,
        "The store's '{Key}' cannot be read: what is beneath it is refused, a lease counts as used. All else goes on.")]
    private static partial void NotRead(ILogger log, string key, Exception fault);

    [LoggerMessage(1135, LogLevel.Information, "The store's '{Key}' can be read again.")]
    private static partial void ReadAgain(ILogger log, string key);

    [LoggerMessage(1133, LogLevel.Error, "What another gateway changed cannot be taken: {Reason}")]
    private static partial void NotFollowed(ILogger log, string reason);
}
