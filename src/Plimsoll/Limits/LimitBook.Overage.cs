using Plimsoll.Limits.Metering;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <content>Paying beyond a session or week.</content>
public sealed partial class LimitBook
{
    /// <summary>
    /// Switches overage on or off for the lowest scope of a path, and sets its own caps. What is in flight is not
    /// touched, nor is consent.
    /// </summary>
    /// <param name="path">Path that ends at a scope whose terms offer overage.</param>
    /// <param name="isEnabled">Whether it is on.</param>
    /// <param name="daily">The scope's own daily cap in the place of that of its terms; null: the terms'.</param>
    /// <param name="monthly">The scope's own monthly cap, likewise.</param>
    /// <param name="now">When.</param>
    /// <returns>False, without effect, when the scope's terms do not offer overage.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A cap is negative.</exception>
    public bool SetOverage(ScopePath path, bool isEnabled, MicroUsd? daily, MicroUsd? monthly, Instant now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(daily?.Value ?? 0, nameof(daily));
        ArgumentOutOfRangeException.ThrowIfNegative(monthly?.Value ?? 0, nameof(monthly));
        return ChangeOverage(path, now, (ref OverageState state) =>
        {
            state.IsEnabled = isEnabled;
            state.SetCaps(daily?.Value, monthly?.Value);
        });
    }

    /// <summary>Notes that the user of a scope agreed to pay for overage, or took that back.</summary>
    /// <returns>False, without effect, when the scope's terms do not offer overage.</returns>
    public bool SetConsent(ScopePath path, bool consents, Instant now) =>
        ChangeOverage(path, now, (ref OverageState state) => state.HasConsent = consents);

    /// <summary>Adds credit that was bought beforehand; negative: takes it back.</summary>
    /// <returns>False, without effect, when the scope's terms do not offer overage.</returns>
    /// <exception cref="OverflowException">The sum is beyond the range of <see cref="MicroUsd"/>.</exception>
    public bool Buy(ScopePath path, MicroUsd credit, Instant now) =>
        ChangeOverage(path, now, (ref OverageState state) => state.Bought += credit.Value);

    private delegate void OverageChange(ref OverageState state);

    private bool ChangeOverage(ScopePath path, Instant now, OverageChange change)
    {
        Advance(now);
        var address = LowestAddress(path);
        ref var block = ref scopes.Touch(ref address);
        var states = scopes.RulesOf(ref block).Periods.Where(rule => rule.IsOverages)
            .Select(rule => rule.StateOffset).Distinct().ToList();
        foreach (var offset in states)
            change(ref OverageState.In(ref block, offset));
        if (states.Count > 0)
            scopes.Changes?.Note(address);
        return states.Count > 0;
    }

    /// <summary>Holds a request that its session or week has no room for, to be paid as overage.</summary>
    private bool TryHoldAsOverage(OpenRequest open, in LimitRequest request)
    {
        if (!scopes.Current.OffersOverage)
            return false;
        var copy = new PathCopy(scopes, request.Scope);
        copy.AdvanceTo(latest);
        if (Overage.Of(scopes, copy, request, latest).Status != OverageStatus.Available)
            return false;
        open.IsOverage = true;
        if (Admission.Take(scopes, open, request, latest) == Fit.Fits)
            return true;
        Admission.GiveBack(scopes, open);
        open.IsOverage = false;
        return false;
    }
}
