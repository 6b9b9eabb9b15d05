using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <summary>A user of a plan.</summary>
internal struct User
{
    /// <summary>Index of the population.</summary>
    public int Population;

    /// <summary>Number of the account.</summary>
    public int Account;

    /// <summary>When sessions are opened: of the population in the user's zone.</summary>
    public SessionRhythm Rhythm;

    /// <summary>Sessions wanted in a week.</summary>
    public double SessionsPerWeek;

    /// <summary>Credits wanted in a session, on average.</summary>
    public double Appetite;

    /// <summary>The user's own draws.</summary>
    public Draws Draws;
}
