using Plimsoll.Quantities;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// What became of a request at its gate: it has a place, or a refusal. <c>default</c>: neither, because the gateway
/// ended before.
/// </summary>
internal readonly record struct PlaceDecision
{
    private PlaceDecision(Place? place, QueueDecision refusal, Duration waited) =>
        (Place, Refusal, Waited) = (place, refusal, waited);

    /// <summary>The place; null when it was refused.</summary>
    public Place? Place { get; }

    /// <summary>Why it was refused; none when it has a place.</summary>
    public QueueDecision Refusal { get; }

    /// <summary>How long it waited.</summary>
    public Duration Waited { get; }

    /// <summary>It has a place.</summary>
    public static PlaceDecision Admitted(Place place, Duration waited) => new(place, default, waited);

    /// <summary>It has none.</summary>
    public static PlaceDecision Refused(QueueDecision refusal, Duration waited) => new(null, refusal, waited);
}
