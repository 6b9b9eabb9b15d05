namespace Plimsoll.Simulation.Workloads;

/// <summary>What is kept or left out as a whole when a trace is thinned.</summary>
public enum ThinningUnit
{
    /// <summary>Conversations: all rows of a session; a row without one stands alone.</summary>
    Session = 1,

    /// <summary>Accounts: all that an account asks for; a row without one goes with its session.</summary>
    Account = 2,
}
