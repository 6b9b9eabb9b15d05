using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Durability;

/// <summary>What a request in flight will be entered in the ledger with.</summary>
/// <param name="Reservation">What it holds.</param>
/// <param name="Path">Who pays.</param>
/// <param name="Class">Terms of its class at admission.</param>
internal readonly record struct OpenBill(Reservation Reservation, LimitPath Path, ClassTerms Class)
{
    /// <summary>What was reported last.</summary>
    public TokenUsage Reported { get; init; }

    /// <summary>Lane that serves it.</summary>
    public Lane Lane { get; init; }

    /// <summary>The entry of what it used.</summary>
    public LedgerEntry Entry(UInt128 request, in TokenUsage used, in Served served, Instant now) => new()
    {
        Request = request,
        At = now,
        Scope = ScopeName.Parse(StoreKeys.Fit(Path.Name)),
        Class = Class.Name,
        Pool = StoreKeys.Fit(served.Pool ?? ""),
        Plan = StoreKeys.Fit(Path.Plan),
        Lane = Lane,
        Usage = used,
        Credits = Class.Weights.Charge(used),
        Cost = Class.Prices.Charge(used),
        IsEstimated = served.IsEstimated,
        IsCutOff = served.IsCutOff,
    };

    /// <summary>The entry of what was reported of it before it was given up; null: nothing was.</summary>
    public LedgerEntry? Expired(UInt128 request, Instant now) => Reported == default
        ? null
        : Entry(request, Reported, new Served(null, IsEstimated: true, IsCutOff: true), now);
}
