using Plimsoll.Limits.Metering;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <content>How a request ends.</content>
public sealed partial class LimitBook
{
    /// <summary>Ends a reservation with what was really used, which may be more or less than was held.</summary>
    /// <returns>False, without effect, when it has ended.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count of tokens is negative.</exception>
    /// <exception cref="OverflowException">
    /// The usage is beyond what can be counted. The reservation stands as it did.
    /// </exception>
    public bool Settle(Reservation reservation, in TokenUsage actual, Instant now) =>
        Settle(reservation, actual, reservation.Requests, now);

    /// <summary>
    /// Ends a reservation that holds several requests with what those were that came, and what they used together.
    /// </summary>
    /// <param name="reservation">The reservation.</param>
    /// <param name="actual">What all of them used.</param>
    /// <param name="requests">How many there were, which may be more or fewer than were held; 1 or more.</param>
    /// <param name="now">When.</param>
    /// <inheritdoc cref="Settle(Reservation, in TokenUsage, Instant)"/>
    public bool Settle(Reservation reservation, in TokenUsage actual, long requests, Instant now)
    {
        RequireNoNegative(actual, nameof(actual));
        if (reservation.Request is null)
            return false;
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, 1);
        Advance(now);
        if (Mine(reservation) is not { } open)
            return false;
        var amounts = default(Amounts);
        amounts.Set(open.Terms, actual, requests, open.NeedsMoney);
        End(open, amounts, latest);
        return true;
    }

    /// <summary>Ends a reservation whose request failed before any output: all that it holds is given back.</summary>
    /// <returns>False, without effect, when it has ended.</returns>
    public bool Release(Reservation reservation, Instant now)
    {
        if (reservation.Request is null)
            return false;
        Advance(now);
        if (Mine(reservation) is not { } open)
            return false;
        End(open, default, latest);
        return true;
    }

    /// <summary>Ends a request; one that is charged nothing may be asked again.</summary>
    private void End(OpenRequest open, in Amounts actual, Instant now)
    {
        Settlement.Settle(scopes, open, actual, ends: true, now);
        scopes.Changes?.NoteEnd(open);
        var id = open.Id;
        scopes.Open.Remove(open);
        if (id == default)
            return;
        if (actual.Requests == 0)
            ids.Drop(id);
        else
        {
            ids.End(id, now);
            scopes.Changes?.Note(new RememberedName(NamedThing.Request, id, now));
        }
    }

    /// <summary>The open request of a reservation; null once it has ended, or if another book made it.</summary>
    private OpenRequest? Mine(Reservation reservation) =>
        reservation.Request is { } open && scopes.Open.Has(open) ? open : null;
}
