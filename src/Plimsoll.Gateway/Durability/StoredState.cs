using System.Text;
using Plimsoll.Limits.Values;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Durability;

/// <summary>
/// What a store had when a gateway started. Scopes and reservations are taken from it when their scope is added, which
/// may be later: a key comes back.
/// </summary>
internal sealed class StoredState
{
    private readonly Dictionary<string, StoredValue> scopes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<StoredOpen>> open = new(StringComparer.Ordinal);

    /// <summary>What the books have gone through; version 0: nothing yet.</summary>
    public StoredValue Course { get; private init; }

    /// <summary>Names that are remembered, in the order of their instants, with their keys.</summary>
    public IReadOnlyList<(StoredKey Key, RememberedName Name)> Names { get; private init; } = [];

    /// <summary>How many scopes there are.</summary>
    public int ScopeCount => scopes.Count;

    /// <summary>How many reservations a process left open that ended.</summary>
    public int OpenCount { get; private set; }

    /// <summary>Reads a store.</summary>
    /// <exception cref="IOException">A value cannot be read; the message names its key.</exception>
    public static async Task<StoredState> Read(IStore store, CancellationToken cancellation)
    {
        var names = new List<(StoredKey Key, RememberedName Name)>();
        await foreach (var value in store.ReadAll(StoreKeys.Names, cancellation))
        {
            names.Add((
                new StoredKey(value.Key, value.Version),
                Named(value.Key, () => RememberedName.Read(value.Bytes.Span))));
        }

        names.Sort((left, right) => left.Name.At.CompareTo(right.Name.At));
        var state = new StoredState
        {
            Course = (await store.Read([StoreKeys.Course], cancellation))[0],
            Names = names,
        };
        await foreach (var value in store.ReadAll(StoreKeys.Scopes, cancellation))
            state.scopes.Add(value.Key, value);
        await foreach (var value in store.ReadAll(StoreKeys.Open, cancellation))
            state.Add(Named(value.Key, () => StoredOpen.Read(value)));
        return state;
    }

    /// <summary>Does what concerns a value.</summary>
    /// <exception cref="IOException">It cannot be read; the message names its key.</exception>
    public static T Named<T>(string key, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new IOException(
                $"'{key}': {e.Message} The store was written by another release, or by something else.", e);
        }
    }

    /// <summary>Takes a scope out; version 0: it is not there.</summary>
    public StoredValue TakeScope(string path) =>
        scopes.Remove(StoreKeys.OfScope(path), out var value) ? value : StoredValue.None(StoreKeys.OfScope(path));

    /// <summary>Takes the reservations of a scope out.</summary>
    public IReadOnlyList<StoredOpen> TakeOpen(string path) => open.Remove(path, out var left) ? left : [];

    private void Add(StoredOpen one)
    {
        OpenCount++;
        if (!open.TryGetValue(one.Path, out var all))
            open[one.Path] = all = [];
        all.Add(one);
    }
}

/// <summary>A reservation that was open when a process ended.</summary>
/// <param name="Key">Where it is kept.</param>
/// <param name="Request">Name of its request in the ledger.</param>
/// <param name="Path">Scope that it was made for.</param>
/// <param name="Bytes">The reservation.</param>
internal sealed record StoredOpen(StoredKey Key, UInt128 Request, string Path, ReadOnlyMemory<byte> Bytes)
{
    // No name of a scope holds one.
    private const byte Separator = (byte)'\n';

    /// <summary>The value of a reservation: its scope's path, a line feed, and what the book wrote.</summary>
    public static byte[] Value(string path, ReadOnlySpan<byte> reservation)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        var value = new byte[length + 1 + reservation.Length];
        Encoding.UTF8.GetBytes(path, value);
        value[length] = Separator;
        reservation.CopyTo(value.AsSpan(length + 1));
        return value;
    }

    /// <summary>Reads what <see cref="Value"/> made.</summary>
    public static StoredOpen Read(StoredValue value)
    {
        var end = value.Bytes.Span.IndexOf(Separator);
        if (end <= 0)
            throw new FormatException("It has no path of a scope before its reservation.");
        return new StoredOpen(
            new StoredKey(value.Key, value.Version),
            StoreKeys.RequestOf(value.Key),
            Encoding.UTF8.GetString(value.Bytes.Span[..end]),
            value.Bytes[(end + 1)..]);
    }
}
