using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>
/// The headers of an answer, in the order in which they were set. What could end its line is refused. Once the head is
/// written they cannot be changed.
/// </summary>
internal sealed class ResponseHeaders : IHeaderDictionary
{
    // In which ASCII's small letters differ from its capitals.
    private const int CaseBit = 0x20;

    private readonly List<KeyValuePair<string, StringValues>> headers = new(capacity: 40);

    // A bit for each kind of name that there is: most headers are set once, and are not looked for.
    private ulong kinds;

    /// <summary>Whether the head was written.</summary>
    public bool IsReadOnly { get; private set; }

    /// <inheritdoc/>
    public long? ContentLength { get; set; }

    /// <inheritdoc/>
    public StringValues this[string key]
    {
        get => Find(key) is >= 0 and var at ? headers[at].Value : default;
        set
        {
            if (IsReadOnly)
                throw new InvalidOperationException("The answer has started: its headers are on their way.");
            RequireSafe(key, value);
            var at = Find(key);
            if (StringValues.IsNullOrEmpty(value))
            {
                if (at >= 0)
                    headers.RemoveAt(at);
            }
            else if (at >= 0)
            {
                headers[at] = new(key, value);
            }
            else
            {
                headers.Add(new(key, value));
                kinds |= KindOf(key);
            }
        }
    }

    /// <inheritdoc/>
    public ICollection<string> Keys => [.. headers.Select(header => header.Key)];

    /// <inheritdoc/>
    public ICollection<StringValues> Values => [.. headers.Select(header => header.Value)];

    /// <inheritdoc/>
    public int Count => headers.Count;

    /// <summary>Makes them ready for another answer.</summary>
    public void Begin()
    {
        headers.Clear();
        (ContentLength, IsReadOnly, kinds) = (null, false, 0);
    }

    /// <summary>Bytes that <see cref="Write"/> takes at most.</summary>
    public int MostBytes
    {
        get
        {
            var bytes = 0;
            foreach (var (name, values) in headers)
            {
                foreach (var value in values)
                    bytes += name.Length + value!.Length + ": \r\n".Length;
            }

            return bytes;
        }
    }

    /// <summary>Writes a line for each; from then on they cannot be changed.</summary>
    /// <returns>Bytes written.</returns>
    public int Write(Span<byte> output)
    {
        IsReadOnly = true;
        var at = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
            {
                at += Encoding.ASCII.GetBytes(name, output[at..]);
                ": "u8.CopyTo(output[at..]);
                at += 2;
                at += Encoding.ASCII.GetBytes(value, output[at..]);
                "\r\n"u8.CopyTo(output[at..]);
                at += 2;
            }
        }

        return at;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => Find(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        value = this[key];
        return value.Count > 0;
    }

    /// <inheritdoc/>
    public void Add(string key, StringValues value)
    {
        if (ContainsKey(key))
            throw new ArgumentException($"There is a header {key} already.", nameof(key));
        this[key] = value;
    }

    /// <inheritdoc/>
    public void Add(KeyValuePair<string, StringValues> item) => Add(item.Key, item.Value);

    /// <inheritdoc/>
    public bool Remove(string key)
    {
        var was = ContainsKey(key);
        this[key] = default;
        return was;
    }

    /// <inheritdoc/>
    public bool Remove(KeyValuePair<string, StringValues> item) => Contains(item) && Remove(item.Key);

    /// <inheritdoc/>
    public bool Contains(KeyValuePair<string, StringValues> item) => this[item.Key].Equals(item.Value);

    /// <inheritdoc/>
    public void Clear()
    {
        foreach (var name in Keys)
            Remove(name);
    }

    /// <inheritdoc/>
    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) =>
        headers.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => headers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int Find(string name)
    {
        if (name.Length == 0 || (kinds & KindOf(name)) == 0)
            return -1;
        for (var at = 0; at < headers.Count; at++)
        {
            var key = headers[at].Key;
            if (ReferenceEquals(key, name)
                || (key.Length == name.Length
                    && (key[^1] | CaseBit) == (name[^1] | CaseBit)
                    && key.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                return at;
            }
        }

        return -1;
    }

    private static ulong KindOf(string name) =>
        1UL << (((name.Length * 7) + (name[^1] | CaseBit) + (name[name.Length / 2] | CaseBit)) & 63);

    private static void RequireSafe(string name, StringValues values)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExceptInRange('!', '~') || name.Contains(':'))
            throw new InvalidOperationException("A header's name has a character that it may not have.");
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
                throw new InvalidOperationException($"The header {name} has a character that it may not have.");
        }
    }
}
