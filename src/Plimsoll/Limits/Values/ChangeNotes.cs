using Plimsoll.Limits.Metering;

namespace Plimsoll.Limits.Values;

/// <summary>
/// Which scopes and reservations of a book have changed since somebody last asked: a bit and an entry for each.
/// </summary>
internal sealed class ChangeNotes(Scopes scopes)
{
    private readonly Dictionary<int, ScopePath> paths = [];
    private readonly Dictionary<int, HeldSums> sums = [];
    private readonly Stack<HeldSums> spare = new();
    private readonly List<int> changed = [];
    private readonly List<(OpenRequest Request, long Generation)> requests = [];
    private readonly List<long> ended = [];
    private readonly List<RememberedName> names = [];
    private ulong[] bits = [];

    /// <summary>Whether a policy version or a reset for everybody has come.</summary>
    public bool HasNewCourse { get; set; }

    /// <summary>Takes note of a scope's path, as it was given out.</summary>
    public void Add(int address, ScopePath path) => paths[address] = path;

    /// <summary>Follows a scope whose block moves.</summary>
    public void Move(int from, int to)
    {
        if (paths.Remove(from, out var path))
            paths[to] = path;
        if (IsNoted(from))
            Note(to);
    }

    /// <summary>Notes that a scope has changed.</summary>
    public void Note(int address)
    {
        var (word, bit) = (address >> 6, 1UL << (address & 63));
        if (word >= bits.Length)
            Array.Resize(ref bits, Math.Max(word + 1, bits.Length * 2));
        if ((bits[word] & bit) != 0)
            return;
        bits[word] |= bit;
        changed.Add(address);
    }

    /// <summary>Notes that a request in flight has changed, and so have its scopes.</summary>
    public void Note(OpenRequest request)
    {
        NoteScopes(request);
        if (request.IsNoted)
            return;
        request.IsNoted = true;
        requests.Add((request, request.Generation));
    }

    /// <summary>Notes that a request has ended. One that was never told of need not be forgotten.</summary>
    public void NoteEnd(OpenRequest request)
    {
        NoteScopes(request);
        if (request.IsTold)
            ended.Add(request.Number);
    }

    /// <summary>Notes a name that is to be remembered.</summary>
    public void Note(RememberedName name) => names.Add(name);

    /// <summary>Writes what has changed, and begins anew.</summary>
    public void Take(BookChanges into, Quantities.Instant now, GrantUses grants)
    {
        foreach (var address in changed)
        {
            bits[address >> 6] &= ~(1UL << (address & 63));
            if (scopes.Store.Settled(address) == address)
                sums[address] = spare.TryPop(out var empty) ? empty : new HeldSums();
        }

        AddHeld();
        foreach (var (address, held) in sums)
        {
            var path = paths[address];
            StoredScopes.Write(scopes, (path.Lowest!.Value, address), held, grants.Of(path), now, into.Begin());
            into.EndScope(path);
            held.Clear();
            spare.Push(held);
        }

        foreach (var (request, generation) in requests)
        {
            if (!request.IsOpen || request.Generation != generation)
                continue;
            (request.IsNoted, request.IsTold) = (false, true);
            StoredReservation.Write(request, into.Begin());
            into.EndReservation(request.Number);
        }

        into.Ended.AddRange(ended);
        into.Names.AddRange(names);
        if (HasNewCourse)
        {
            CourseValue.Write(scopes, now, into.Begin());
            into.EndCourse();
        }

        sums.Clear();
        changed.Clear();
        requests.Clear();
        ended.Clear();
        names.Clear();
        HasNewCourse = false;
    }

    /// <summary>Adds up what is held of scopes that are to be written, in one walk over what is in flight.</summary>
    private void AddHeld()
    {
        if (sums.Count == 0)
            return;
        foreach (var (address, held) in sums)
        {
            if (scopes.Elsewhere.At(address) is { } others)
                held.Add(others);
        }

        for (var request = scopes.Open.First; request is not null; request = scopes.Open.After(request))
        {
            for (var i = 0; i < request.PartCount; i++)
            {
                ref var part = ref request.Parts[i];
                part.Address = scopes.Store.Settled(part.Address);
                if (sums.TryGetValue(part.Address, out var held))
                    held.Add(request, part);
            }
        }
    }

    private bool IsNoted(int address) =>
        address >> 6 < bits.Length && (bits[address >> 6] & (1UL << (address & 63))) != 0;

    private void NoteScopes(OpenRequest request)
    {
        for (var i = 0; i < request.PartCount; i++)
            Note(scopes.Store.Settled(request.Parts[i].Address));
    }
}
