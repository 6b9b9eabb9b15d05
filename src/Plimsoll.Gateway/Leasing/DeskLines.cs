using Plimsoll.Gateway.Admission;
using Plimsoll.Limits.Leases;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Leasing;

/// <summary>
/// The lines of a desk: those that were asked for lately or still have something to say, and of these the ones that
/// have. An organization may have any number of keys; only the few that do something are looked at. Not thread-safe.
/// </summary>
/// <param name="terms">How leases are cut.</param>
internal sealed class DeskLines(LeaseTerms terms)
{
    // Long enough to remember how many requests come of a path that is asked for now and then.
    private static readonly Duration keptFor = Duration.FromSeconds(10);

    private readonly Dictionary<(string Path, LeaseKind Kind), DeskLine> byName = [];
    private readonly List<DeskLine> all = [];
    private readonly List<DeskLine> noted = [];

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => all.Count == 0;

    /// <summary>Whether somebody waits for one of them.</summary>
    public bool AreAwaited => noted.Exists(line => line.Waiting.Count > 0);

    /// <summary>Whether all of them are so.</summary>
    public bool All(Func<DeskLine, bool> isSo) => all.TrueForAll(line => isSo(line));

    /// <summary>The line of a path and kind, which is asked for.</summary>
    public DeskLine Of(LimitPath path, in LeaseKind kind, Instant now)
    {
        if (!byName.TryGetValue((path.Name, kind), out var line) || line.Path != path)
        {
            // A path that was replaced tells of what it has left.
            line?.Line.Stop(now);
            byName[(path.Name, kind)] = line = new DeskLine(path, new LeaseLine(kind, terms));
            all.Add(line);
        }

        line.AskedAt = now;
        return line;
    }

    /// <summary>Notes that a line may have something to say.</summary>
    public void Note(DeskLine line)
    {
        if (line.IsNoted)
            return;
        line.IsNoted = true;
        noted.Add(line);
    }

    /// <summary>Whether some have something to say. Those that have no more are no longer looked at.</summary>
    public bool HaveWork(Instant now, bool isLast)
    {
        noted.RemoveAll(line => !(line.IsNoted = line.HasWork(now, isLast)));
        return noted.Count > 0;
    }

    /// <summary>Those that have something to say, from the one that has had it longest.</summary>
    public IEnumerable<DeskLine> Work(Instant now, bool isLast) => noted.Where(line => line.HasWork(now, isLast));

    /// <summary>Looks after all of them, and forgets those that nobody asked for lately.</summary>
    /// <param name="now">By the monotonic clock.</param>
    /// <param name="isLast">Whether all that they hold goes back.</param>
    public void Tick(Instant now, bool isLast)
    {
        foreach (var line in all)
        {
            if (isLast)
                line.Line.Stop(now);
            else
                line.Line.Tick(now);
            if (line.HasWork(now, isLast))
                Note(line);
        }

        all.RemoveAll(line => !line.IsNoted && line.IsIdle && now - line.AskedAt >= keptFor && Forget(line));
    }

    private bool Forget(DeskLine line)
    {
        if (byName.TryGetValue((line.Path.Name, line.Line.Kind), out var present) && present == line)
            byName.Remove((line.Path.Name, line.Line.Kind));
        return true;
    }
}
