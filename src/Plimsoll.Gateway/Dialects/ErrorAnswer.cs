namespace Plimsoll.Gateway.Dialects;

/// <summary>Why the gateway itself answers instead of the fleet.</summary>
internal enum ErrorKind
{
    Malformed,
    EncodedBody,
    BodyTooLarge,
    UnknownKey,
    NotIncluded,
    OverageNotOffered,
    NotPermitted,
    UnknownRoute,
    UnknownModel,
    UnknownName,
    LimitReached,
    TierSpendReached,
    OwnSpendReached,
    OperatorSpendReached,
    Duplicate,
    Conflict,
    FleetFull,
    UpstreamFailed,
    UpstreamTimedOut,
    StoreGone,
    GatewayFault,
}

/// <summary>An answer of the gateway's own, which each dialect writes in its form.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">What was found, what was expected and what to do, for the client's developer.</param>
/// <param name="Field">Request field at fault; null when it is none.</param>
/// <param name="RetryAfter">Seconds after which to ask again; null when asking again does not help.</param>
internal sealed record ErrorAnswer(ErrorKind Kind, string Message, string? Field = null, long? RetryAfter = null)
{
    /// <summary>What is told of a fault of the gateway's own.</summary>
    public static ErrorAnswer OfFault { get; } =
        new(ErrorKind.GatewayFault, "The gateway failed on this request. Its log has the details.");

    /// <summary>What is told while the store that gateways share is gone.</summary>
    public static ErrorAnswer OfStore { get; } = new(
        ErrorKind.StoreGone,
        "The gateway's store cannot be asked, and nothing that it lent is left. Ask again in a moment.",
        RetryAfter: 1);

    /// <summary>What is told where the store has something of an account that cannot be read.</summary>
    public static ErrorAnswer OfUnreadable { get; } = new(
        ErrorKind.StoreGone,
        "What the gateway's store has of this account cannot be read. Nothing was charged. Its operator has to mend "
        + "it: the log says where.",
        RetryAfter: 60);

    /// <summary>
    /// Whether a limit refused, with the headers that go with it, or nothing can be told after a fault.
    /// </summary>
    public bool TellsOwnLimits => Kind is ErrorKind.LimitReached or ErrorKind.TierSpendReached
        or ErrorKind.OwnSpendReached or ErrorKind.OperatorSpendReached or ErrorKind.GatewayFault;

    /// <summary>Whether a client must be kept from asking again by itself.</summary>
    public bool ForbidsRetry => Kind switch
    {
        ErrorKind.OperatorSpendReached or ErrorKind.OwnSpendReached or ErrorKind.Duplicate => true,
        ErrorKind.LimitReached or ErrorKind.TierSpendReached => RetryAfter is null,
        _ => false,
    };
}
