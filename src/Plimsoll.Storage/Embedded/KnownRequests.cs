namespace Plimsoll.Storage.Embedded;

/// <summary>The names of the latest requests: at least so many as it is made for, at most twice as many.</summary>
/// <param name="least">How many are known for certain.</param>
internal sealed class KnownRequests(int least)
{
    private HashSet<UInt128> latest = [];
    private HashSet<UInt128> before = [];

    /// <summary>Whether a request is known.</summary>
    public bool Contains(UInt128 request) => latest.Contains(request) || before.Contains(request);

    /// <summary>Notes a request; nothing for one that is known.</summary>
    public void Add(UInt128 request)
    {
        if (before.Contains(request) || !latest.Add(request) || latest.Count < least)
            return;
        // The sets change places, so that neither grows anew.
        (latest, before) = (before, latest);
        latest.Clear();
    }
}
