using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>The three buckets of one model class. Copied by value, so that a meter reading changes nothing.</summary>
internal struct Buckets
{
    private Bucket requests;
    private Bucket input;
    private Bucket output;

    /// <summary>Full buckets.</summary>
    public Buckets(RateTerms rates, Instant now)
    {
        requests = new Bucket(rates.Requests, now);
        input = new Bucket(rates.Input, now);
        output = new Bucket(rates.Output, now);
    }

    /// <inheritdoc cref="Bucket.Refill(PerMinute, Instant, Instant)"/>
    public void Refill(RateTerms rates, Instant effectiveFrom, Instant now)
    {
        requests.Refill(rates.Requests, effectiveFrom, now);
        input.Refill(rates.Input, effectiveFrom, now);
        output.Refill(rates.Output, effectiveFrom, now);
    }

    /// <inheritdoc cref="Bucket.Refill(Instant)"/>
    public void Refill(Instant now)
    {
        requests.Refill(now);
        input.Refill(now);
        output.Refill(now);
    }

    /// <summary>Null when the request and its input fit whole and any output is left.</summary>
    public readonly Decision.Rejected? Refusal(string modelClass, TokenUsage estimate, Instant now)
    {
        var requestsAt = requests.FitsAt(1);
        var inputAt = input.FitsAt(MeteredInput(estimate));
        var outputAt = output.HasRoomAt();
        if (requestsAt <= now && inputAt <= now && outputAt <= now)
            return null;

        Decision.Rejected? refusal = null;
        if (!(requestsAt <= now))
            refusal = new Decision.Rejected(requests.State(LimitKind.Requests, modelClass), requestsAt);
        if (!(inputAt <= now))
        {
            refusal = Decision.Rejected.Longer(
                refusal, new Decision.Rejected(input.State(LimitKind.InputTokens, modelClass), inputAt));
        }

        if (!(outputAt <= now))
        {
            refusal = Decision.Rejected.Longer(
                refusal, new Decision.Rejected(output.State(LimitKind.OutputTokens, modelClass), outputAt));
        }

        return refusal;
    }

    /// <summary>Holds one request and its estimated tokens.</summary>
    public void Hold(TokenUsage estimate)
    {
        requests.Hold(1);
        input.Hold(MeteredInput(estimate));
        output.Hold(estimate.Output.Value);
    }

    /// <summary>Ends the hold of one request: <paramref name="served"/> is 1, or 0 to give the request back.</summary>
    public void Settle(Reservation reservation, int served, TokenUsage actual)
    {
        var estimate = reservation.Estimate;
        requests.Settle(1, served, reservation.At);
        input.Settle(MeteredInput(estimate), MeteredInput(actual), reservation.At);
        output.Settle(estimate.Output.Value, actual.Output.Value, reservation.At);
    }

    /// <summary>Adds the three meters in their fixed order.</summary>
    public readonly void AddStates(string modelClass, ImmutableArray<LimitState>.Builder states)
    {
        states.Add(requests.State(LimitKind.Requests, modelClass));
        states.Add(input.State(LimitKind.InputTokens, modelClass));
        states.Add(output.State(LimitKind.OutputTokens, modelClass));
    }

    /// <summary>Input that counts toward the input limit: reading the cache is free.</summary>
    private static long MeteredInput(TokenUsage usage) => usage.Input.Value + usage.CacheWrite.Value;
}
