using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// An admitted request's hold on its account and on the fleet. It ends exactly once, however the request does: settled,
/// released, or released on disposal when nobody said.
/// </summary>
internal sealed class Hold(
    LiveAccount account,
    Policy policy,
    Reservation reservation,
    FleetGate fleet,
    Func<Instant> clock) : IDisposable
{
    private int ended;

    /// <summary>What is held.</summary>
    public TokenUsage Estimate => reservation.Estimate;

    /// <summary>Charges what was used.</summary>
    /// <returns>False when the hold had ended before.</returns>
    public bool Settle(TokenUsage actual)
    {
        if (!End())
            return false;
        try
        {
            account.Settle(policy, reservation, actual, clock());
        }
        catch
        {
            // A usage that cannot be charged must not keep what was held for it until the window ends.
            account.Release(reservation, clock());
            throw;
        }

        return true;
    }

    /// <summary>Charges nothing.</summary>
    public void Dispose()
    {
        if (End())
            account.Release(reservation, clock());
    }

    private bool End()
    {
        if (Interlocked.Exchange(ref ended, 1) != 0)
            return false;
        fleet.Leave(reservation.ModelClass);
        return true;
    }
}
