using Plimsoll.Gateway.Dialects;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Exchanges;

/// <summary>How it ended to relay a request to one upstream.</summary>
/// <param name="Outcome">What it says of the upstream.</param>
internal abstract record RelayEnd(Outcome Outcome)
{
    /// <summary>The client has the upstream's answer.</summary>
    public static RelayEnd Served { get; } = new Answered(Outcome.Served);

    /// <summary>The client has an answer, or the beginning of one that broke off and has been told so.</summary>
    public sealed record Answered(Outcome Outcome) : RelayEnd(Outcome);

    /// <summary>Nothing went out: the client is still to be answered.</summary>
    /// <param name="Error">What to tell it if nobody else is tried.</param>
    /// <param name="Outcome">What it says of the upstream.</param>
    /// <param name="MayTryAnother">
    /// Whether another upstream may be asked instead: nothing was charged, and nothing of the request is to blame.
    /// </param>
    public sealed record Refused(ErrorAnswer Error, Outcome Outcome, bool MayTryAnother) : RelayEnd(Outcome);
}
