using Plimsoll.Quantities;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// What a first reading of a trace finds out, and whether its rows stand in the order that is promised.
/// </summary>
/// <param name="isDated">Whether instants are dates.</param>
internal sealed class TracePass(bool isDated)
{
    private readonly HashSet<int> known = [];
    private readonly List<int> accounts = [];
    private long session = -1;

    public long Requests { get; private set; }

    public long First { get; private set; }

    public long Last { get; private set; }

    public IReadOnlyList<int> Accounts => accounts;

    /// <summary>What is to be taken off every instant.</summary>
    public long Zero => isDated || First < 0 ? First : 0;

    /// <summary>Takes a row; tells what is wrong with its place.</summary>
    public string? Take(in TraceRow row)
    {
        var arrival = row.Arrival;
        Requests++;
        if (arrival.Account >= 0 && known.Add(arrival.Account))
            accounts.Add(arrival.Account);
        if (row.Think is not null)
        {
            return Requests > 1 && arrival.Session >= 0 && arrival.Session == session
                ? null
                : $"found a row of session {arrival.Session} that waits for an answer after one of session {session}; "
                    + "expected it after the row of its session that it waits for";
        }

        session = arrival.Session;
        var at = arrival.At.UnixNanoseconds;
        if (Requests == 1)
            First = Last = at;
        if (at < Last)
        {
            return $"found a request that arrives {new Duration(Last - at).Seconds} s before one above it; expected "
                + "rows in order of arrival. Sort the file";
        }

        Last = at;
        return null;
    }
}
