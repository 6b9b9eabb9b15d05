namespace Plimsoll.Gateway.Dialects;

/// <summary>Why the gateway itself answers instead of the fleet.</summary>
internal enum RefusalKind
{
    Malformed,
    EncodedBody,
    BodyTooLarge,
    UnknownKey,
    NotIncluded,
    UnknownRoute,
    UnknownModel,
    DialectNotServed,
    LimitReached,
    FleetFull,
    UpstreamFailed,
    UpstreamTimedOut,
    GatewayFault,
}

/// <summary>An answer of the gateway's own, which each dialect writes in its form.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">What was found, what was expected and what to do, for the client's developer.</param>
/// <param name="Field">Request field at fault; null when it is none.</param>
/// <param name="RetryAfter">Seconds after which to ask again; null when asking again does not help.</param>
internal sealed record Refusal(RefusalKind Kind, string Message, string? Field = null, long? RetryAfter = null);
