using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Gateway.Transport;
using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>What clients are told about waiting.</summary>
internal static class QueueAnswers
{
    /// <summary>Header that tells how long a request waited for its place, in whole milliseconds.</summary>
    public static readonly HeaderName WaitedHeader = new("plimsoll-queue-ms");

    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>The refusal of a request that got no place.</summary>
    public static ErrorAnswer Refuse(in PlaceDecision decision, string modelClass) => decision.Refusal == default
        ? new ErrorAnswer(ErrorKind.FleetFull, "The gateway is stopping; ask again.", null, 1)
        : Refuse(decision.Refusal, modelClass);

    /// <summary>The refusal that a queue has decided.</summary>
    public static ErrorAnswer Refuse(in QueueDecision refusal, string modelClass)
    {
        var why = refusal.Reason switch
        {
            QueueRefusal.QueueFull => $"All places for {modelClass} are taken, and as many requests wait as may.",
            QueueRefusal.TenantFull => $"As many of your requests wait for {modelClass} as may.",
            QueueRefusal.WaitTooLong => $"The queue for {modelClass} is too long to be served in time.",
            QueueRefusal.WaitOver => $"No place for {modelClass} came free in time.",
            QueueRefusal.Displaced => $"The queue for {modelClass} is full, and others came before this request.",
            _ => throw new InvalidOperationException($"Unknown refusal {refusal.Reason}."),
        };
        return new ErrorAnswer(
            ErrorKind.FleetFull,
            why + " This is not a usage limit, and nothing was charged.",
            null,
            refusal.RetryAfter.CeilingSeconds());
    }

    /// <summary>A wait as its header has it, rounded down.</summary>
    public static long Milliseconds(Duration wait) => wait.Nanoseconds / NanosecondsPerMillisecond;
}
