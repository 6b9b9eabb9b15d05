using Plimsoll.Storage;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// When desks talk to the store: those that wait for it meanwhile talk together, in one reading and one commit. So an
/// organization that nobody asked about for long costs the store little more than its values. Safe to share between
/// threads.
/// </summary>
/// <param name="limits">Whose they are.</param>
internal sealed class LeaseRounds(LeasedLimits limits)
{
    // One more than the store is busy with: more would make rounds smaller, and each costs the store a transaction.
    private const int MostAtOnce = 3;

    // All that is said together waits for the whole of it.
    private const int MostDesks = 32;

    private readonly Lock gate = new();
    private readonly Queue<DeskTurn> urgent = [];
    private readonly Queue<DeskTurn> patient = [];
    private int underWay;
    private bool isPatientUnderWay;

    /// <summary>Turns that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
                return urgent.Count + patient.Count(turn => turn.IsUrgent is false);
        }
    }

    /// <summary>
    /// Takes a turn, as soon as there is one. Those for which somebody waits come first; of the others one round at a
    /// time is made, but that whatever comes.
    /// </summary>
    /// <param name="turn">The turn.</param>
    /// <param name="isUrgent">Whether somebody waits for it.</param>
    /// <exception cref="StoreException">
    /// The store could not be asked, or was lost in the turns of others: nobody waits for it in vain.
    /// </exception>
    /// <exception cref="UnreadableScopeException">What it has of a scope cannot be read.</exception>
    public Task Take(DeskTurn turn, bool isUrgent)
    {
        lock (gate)
        {
            if (underWay == MostAtOnce || (!isUrgent && isPatientUnderWay))
            {
                turn.IsUrgent = isUrgent;
                (isUrgent ? urgent : patient).Enqueue(turn);
                return turn.Made;
            }

            underWay++;
            isPatientUnderWay |= !isUrgent;
        }

        _ = Run([turn], !isUrgent);
        return turn.Made;
    }

    /// <summary>Somebody has come to wait for a turn that may still be waiting itself.</summary>
    public void Hurry(DeskTurn turn)
    {
        lock (gate)
        {
            if (turn.IsUrgent is not false)
                return;
            turn.IsUrgent = true;
            urgent.Enqueue(turn);
        }
    }

    private async Task Run(List<DeskTurn> turns, bool isPatient)
    {
        while (turns.Count > 0)
        {
            await new LeaseRound(limits, turns).Make();
            (turns, isPatient) = Next(isPatient);
        }
    }

    private (List<DeskTurn> Turns, bool IsPatient) Next(bool wasPatient)
    {
        var next = new List<DeskTurn>();
        lock (gate)
        {
            isPatientUnderWay &= !wasPatient;
            if (!isPatientUnderWay)
                Fill(next, patient, isMeant: turn => turn.IsUrgent is false);
            var isPatient = next.Count > 0;
            isPatientUnderWay |= isPatient;
            if (!isPatient)
                Fill(next, urgent, isMeant: _ => true);
            if (next.Count == 0)
                underWay--;
            return (next, isPatient);
        }
    }

    private void Fill(List<DeskTurn> next, Queue<DeskTurn> from, Func<DeskTurn, bool> isMeant)
    {
        while (next.Count < MostDesks && from.TryDequeue(out var turn))
        {
            if (!isMeant(turn))
                continue;
            turn.IsUrgent = null;
            if (limits.IsLost)
                turn.Fail(new StoreException(StoreFault.Unavailable, "The store was lost."));
            else
                next.Add(turn);
        }
    }
}
