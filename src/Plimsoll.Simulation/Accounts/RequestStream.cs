using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// Requests of one account that come at random at a constant rate: a session, or an organization's use.
/// </summary>
internal struct RequestStream
{
    /// <summary>Number of the account.</summary>
    public int Account;

    /// <summary>The only class that is asked for; -1: one by the mix of <see cref="Population"/>.</summary>
    public int Class;

    /// <summary>Index of the population; -1 for an organization.</summary>
    public int Population;

    /// <summary>When it ends, in nanoseconds since the epoch.</summary>
    public long Ends;

    /// <summary>Mean time between two requests, in nanoseconds.</summary>
    public double Gap;

    /// <summary>Place of an organization among those of its group: in which hours it is active.</summary>
    public double Position;

    /// <summary>The stream's own draws.</summary>
    public Draws Draws;

    /// <summary>
    /// Tokens of the conversations so far, ring by ring for each class; a conversation that grew to twice the mean
    /// begins anew.
    /// </summary>
    public int[] Contexts;

    /// <summary>Names of the same conversations' blocks; null where none is shared.</summary>
    public PromptNames?[]? Names;

    /// <summary>Conversations that take turns, of each class.</summary>
    public int Ring;

    /// <summary>Which conversation has the next turn.</summary>
    public int Turn;

    /// <summary>Number of its first conversation.</summary>
    public long Session;
}
