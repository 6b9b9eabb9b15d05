using System.Buffers;
using Plimsoll.Limits.Metering;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <content>Scopes and reservations as bytes: written out of one book and read into another.</content>
public sealed partial class LimitBook
{
    /// <summary>A book that goes on where another stopped.</summary>
    /// <param name="timeline">
    /// Every version of the policy. If it has the last version of the other book, its later ones take effect at their
    /// dates; else what it has in force is adopted now.
    /// </param>
    /// <param name="course">What the other book went through, by <see cref="WriteCourse"/>.</param>
    /// <param name="now">When.</param>
    /// <exception cref="FormatException">The bytes are no course.</exception>
    public LimitBook(PolicyTimeline timeline, ReadOnlySpan<byte> course, Instant now)
    {
        var past = CourseValue.Read(course);
        foreach (var name in past.Policies.SelectMany(policy => policy.Classes.Keys).Concat(ClassesOf(timeline))
            .Distinct().Order(StringComparer.Ordinal))
        {
            scopes.Names.Class(name);
        }

        var versions = past.Policies.Select(policy => new CompiledVersion(policy, scopes.Names)).ToList();
        foreach (var (at, policy, reset) in past.Epochs)
            scopes.Append(new Epoch(at, versions[policy], reset));
        latest = past.At;
        scopes.EnterAt(latest);
        Continue(timeline, now);
    }

    /// <summary>The latest instant that the book has seen.</summary>
    public Instant Latest => latest;

    /// <summary>
    /// Writes the lowest scope of a path: what it carries, its counters with what is held of them, its overage and the
    /// grants it has used. <c>docs/reference/stored-values.md</c> says in which form.
    /// </summary>
    public void Write(ScopePath path, IBufferWriter<byte> to)
    {
        var address = LowestAddress(path);
        scopes.Touch(ref address);
        var held = new HeldSums();
        if (scopes.Elsewhere.At(address) is { } others)
            held.Add(others);
        for (var request = scopes.Open.First; request is not null; request = scopes.Open.After(request))
        {
            foreach (ref readonly var part in request.Parts.AsSpan(0, request.PartCount))
            {
                if (scopes.Store.Settled(part.Address) == address)
                    held.Add(request, part);
            }
        }

        StoredScopes.Write(scopes, (path.Lowest!.Value, address), held, grants.Of(path), latest, to);
    }

    /// <summary>
    /// Adds a scope as another book wrote it. What reservations hold of it that this book does not have stays held;
    /// those that are read in by <see cref="Open"/> take their share over.
    /// </summary>
    /// <param name="above">Path of the scope above; <c>default</c> for none.</param>
    /// <param name="level">Its level, lower in the hierarchy than those above.</param>
    /// <param name="value">What was written.</param>
    /// <param name="now">When. Time goes on at least to the instant at which it was written.</param>
    /// <returns>Its path, to be kept.</returns>
    /// <exception cref="FormatException">The bytes are no scope. Nothing was changed.</exception>
    public ScopePath Add(ScopePath above, ScopeLevel level, ReadOnlySpan<byte> value, Instant now)
    {
        RequireBelow(above, level);
        var stored = ReadScope(value, level);
        Advance(now > stored.At ? now : stored.At);
        var path = above.With(level, StoredScopes.Place(scopes, 0, stored, latest));
        Added(path);
        grants.Set(path, stored.Grants);
        return path;
    }

    /// <summary>
    /// Replaces the lowest scope of a path by what another book wrote. Reservations of this book that hold of it have
    /// to be forgotten before.
    /// </summary>
    /// <inheritdoc cref="Add(ScopePath, ScopeLevel, ReadOnlySpan{byte}, Instant)"/>
    /// <exception cref="InvalidOperationException">A reservation of this book holds of it.</exception>
    public void Read(ScopePath path, ReadOnlySpan<byte> value, Instant now)
    {
        var address = LowestAddress(path);
        var stored = ReadScope(value, path.Lowest!.Value);
        Advance(now > stored.At ? now : stored.At);
        address = scopes.Store.Settled(address);
        if (scopes.Open.Touches(scopes.Store, address))
            throw new InvalidOperationException("A reservation holds of the scope: forget it before another is read.");
        StoredScopes.Place(scopes, address, stored, latest);
        grants.Set(path, stored.Grants);
        scopes.Changes?.Note(LowestAddress(path));
    }

    /// <summary>Whether the lowest scope of a path carries what some terms say: nothing would change by them.</summary>
    public bool Carries(ScopePath path, ScopeTerms terms)
    {
        ref var header = ref Block.Of(ref scopes.Store.At(LowestAddress(path)));
        return header.Terms == scopes.Table.NumberOf(terms.Sets)
            && Calendar.AnchorSeconds(header.WeekAnchor) == Calendar.AnchorSeconds(terms.WeekAnchor);
    }

    /// <summary>The level of a scope that was written.</summary>
    /// <exception cref="FormatException">The bytes are no scope.</exception>
    public static ScopeLevel LevelOf(ReadOnlySpan<byte> value) => ScopeValue.LevelOf(value);

    /// <summary>What a scope carries that was written.</summary>
    /// <exception cref="FormatException">The bytes are no scope.</exception>
    public static ScopeTerms TermsOf(ReadOnlySpan<byte> value) => ScopeValue.Read(value).Terms;

    /// <summary>Writes a reservation that is open, to be settled, released or left to expire by another book.</summary>
    /// <returns>False, and nothing is written, when it has ended.</returns>
    public bool Write(Reservation reservation, IBufferWriter<byte> to)
    {
        if (Mine(reservation) is not { } open)
            return false;
        StoredReservation.Write(open, to);
        return true;
    }

    /// <summary>
    /// Reads a reservation in. It takes over what it holds of the scopes of its path, which were read in before; of a
    /// limit that does not say so it holds nothing. One whose time is over expires with the next call.
    /// </summary>
    /// <param name="path">The path that it was made for.</param>
    /// <param name="value">What was written.</param>
    /// <param name="now">When.</param>
    /// <exception cref="FormatException">The bytes are no reservation of such a path. Nothing was changed.</exception>
    public Reservation Open(ScopePath path, ReadOnlySpan<byte> value, Instant now)
    {
        Advance(now);
        Span<int> addresses = stackalloc int[path.Addresses.Length];
        var count = 0;
        foreach (var address in path.Addresses)
        {
            if (address == 0)
                continue;
            addresses[count] = address;
            scopes.Touch(ref addresses[count++]);
        }

        var open = scopes.Open.Rent();
        try
        {
            StoredReservation.Read(value, open, scopes, addresses[..count]);
        }
        catch
        {
            scopes.Open.Return(open);
            throw;
        }

        scopes.Launch(open, open.Deadline > latest ? open.Deadline : latest);
        if (open.Id != default)
            ids.Add(open.Id, open);
        scopes.Changes?.Note(open);
        return new Reservation(open, isRepeated: false);
    }

    /// <summary>
    /// Takes a reservation out of the book without ending it: somebody else does that. What it holds stays held.
    /// </summary>
    /// <returns>False, without effect, when it has ended.</returns>
    public bool Forget(Reservation reservation)
    {
        if (Mine(reservation) is not { } open)
            return false;
        foreach (ref readonly var part in open.Parts.AsSpan(0, open.PartCount))
            scopes.Elsewhere.Of(scopes.Store.Settled(part.Address)).Add(open, part);
        if (open.Id != default)
            ids.Drop(open.Id);
        scopes.Changes?.NoteEnd(open);
        scopes.Open.Remove(open);
        return true;
    }

    /// <summary>Ends a reservation as its expiry would: what was reported is charged, else nothing.</summary>
    /// <returns>False, without effect, when it has ended.</returns>
    public bool Expire(Reservation reservation, Instant now)
    {
        Advance(now);
        if (Mine(reservation) is not { } open)
            return false;
        End(open, open.AtExpiry(), latest);
        return true;
    }

    /// <summary>
    /// Writes what the book has gone through until now: policy versions that took effect, and resets for everybody.
    /// </summary>
    public void WriteCourse(IBufferWriter<byte> to) => CourseValue.Write(scopes, latest, to);

    /// <summary>Every name that is remembered, those of each kind from the oldest on.</summary>
    public IEnumerable<RememberedName> RememberedNames() =>
        ids.Ended.Select(name => new RememberedName(NamedThing.Request, name.Id, name.At))
            .Concat(resets.All.Select(name => new RememberedName(NamedThing.Reset, name.Id, name.At)))
            .Concat(grants.Names.All.Select(name => new RememberedName(NamedThing.Grant, name.Id, name.At)));

    /// <summary>
    /// Remembers a name that another book remembered, unless its time is over. Names are told in the order of their
    /// instants, before reservations are read in.
    /// </summary>
    public void Remember(RememberedName name)
    {
        switch (name.Thing)
        {
            case NamedThing.Request:
                if (name.At + RequestIds.Remembered > latest)
                    ids.End(name.Id, name.At);
                break;
            case NamedThing.Reset:
                resets.TryAdd(name.Id, name.At);
                break;
            case NamedThing.Grant:
                grants.Names.TryAdd(name.Id, name.At);
                break;
            default:
                break;
        }
    }

    private static ScopeValue ReadScope(ReadOnlySpan<byte> value, ScopeLevel level)
    {
        var stored = ScopeValue.Read(value);
        return stored.Level == level
            ? stored
            : throw new FormatException($"A stored scope is of level {stored.Level}; expected {level}.");
    }

    private void Continue(PolicyTimeline timeline, Instant now)
    {
        var last = scopes.EpochAt(scopes.CurrentNumber);
        var compiled = timeline.Versions.Select(version => new CompiledVersion(version, scopes.Names)).ToList();
        var known = compiled.FindLastIndex(version => version.Fingerprint == last.Version.Fingerprint);
        var later = compiled[(known + 1)..];
        if (known < 0 || later.Any(version => version.Policy.EffectiveFrom <= last.At))
        {
            Adopt(timeline, now);
            return;
        }

        foreach (var version in later)
            scopes.Append(new Epoch(version.Policy.EffectiveFrom, version));
        Advance(now);
    }
}
