using Plimsoll.Quantities;

namespace Plimsoll.Serving.Admission;

/// <summary>
/// What becomes of a request: admitted, queued, or refused. Only these three can be made; a value, so that deciding
/// allocates nothing.
/// </summary>
public readonly record struct QueueDecision
{
    private QueueDecision(QueueOutcome outcome, QueueTicket ticket) => (Outcome, Ticket) = (outcome, ticket);

    /// <summary>Which of the three.</summary>
    public QueueOutcome Outcome { get; }

    /// <summary>The request; none when it was refused on arrival.</summary>
    public QueueTicket Ticket { get; }

    /// <summary>Why it was refused; meaningless when it was not.</summary>
    public QueueRefusal Reason { get; private init; }

    /// <summary>After which time it should come again; 0 when it was not refused.</summary>
    public Duration RetryAfter { get; private init; }

    /// <summary>It has a place.</summary>
    public static QueueDecision Admitted(QueueTicket ticket) => new(QueueOutcome.Admitted, ticket);

    /// <summary>It waits; what becomes of it is told later.</summary>
    public static QueueDecision Queued(QueueTicket ticket) => new(QueueOutcome.Queued, ticket);

    /// <summary>It has no place and does not wait.</summary>
    public static QueueDecision Refused(QueueTicket ticket, QueueRefusal reason, Duration retryAfter) =>
        new(QueueOutcome.Refused, ticket) { Reason = reason, RetryAfter = retryAfter };
}
