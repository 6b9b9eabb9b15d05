using System.Buffers.Text;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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

    private const int MostDigits = 20;

    private Header[] headers = new Header[40];
    private int count;

    // A bit for each kind of name that there is: most headers are set once, and are not looked for.
    private ulong kinds;

    /// <summary>Whether the head was written.</summary>
    public bool IsReadOnly { get; private set; }

    /// <inheritdoc/>
    public long? ContentLength { get; set; }

    /// <inheritdoc/>
    public StringValues this[string key]
    {
        get => Find(key) is >= 0 and var at ? headers[at].All : default;
        set
        {
            RequireUnsent();
            RequireSafe(key, value);
            if (!StringValues.IsNullOrEmpty(value))
                Put(new Header(key, null, value, Number: null));
            else if (Find(key) is >= 0 and var at)
                RemoveAt(at);
        }
    }

    /// <inheritdoc/>
    public ICollection<string> Keys => [.. this.Select(header => header.Key)];

    /// <inheritdoc/>
    public ICollection<StringValues> Values => [.. this.Select(header => header.Value)];

    /// <inheritdoc/>
    public int Count => count;

    /// <summary>Makes them ready for another answer.</summary>
    public void Begin()
    {
        headers.AsSpan(0, count).Clear();
        (ContentLength, IsReadOnly, kinds, count) = (null, false, 0, 0);
    }

    /// <summary>Sets a header to a whole number.</summary>
    public void Set(HeaderName name, long number)
    {
        RequireUnsent();
        Put(new Header(name.Text, name, default, number));
    }

    /// <summary>Sets a header to a text.</summary>
    public void Set(HeaderName name, string text)
    {
        RequireUnsent();
        RequireSafeValue(name.Text, text);
        Put(new Header(name.Text, name, text, Number: null));
    }

    /// <summary>Bytes that <see cref="Write"/> takes at most.</summary>
    public int MostBytes
    {
        get
        {
            var bytes = 0;
            foreach (ref readonly var header in headers.AsSpan(0, count))
            {
                var line = header.Name.Length + ": \r\n".Length;
                bytes += header.Number is null ? 0 : line + MostDigits;
                foreach (var value in header.Values)
                    bytes += line + value!.Length;
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
        foreach (ref readonly var header in headers.AsSpan(0, count))
        {
            if (header.Number is { } number)
            {
                at += WriteName(header, output[at..]);
                Utf8Formatter.TryFormat(number, output[at..], out var digits);
                at += digits;
                "\r\n"u8.CopyTo(output[at..]);
                at += 2;
            }

            foreach (var value in header.Values)
            {
                at += WriteName(header, output[at..]);
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
        this.ToArray().CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator()
    {
        for (var at = 0; at < count; at++)
            yield return new(headers[at].Name, headers[at].All);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Put(in Header header)
    {
        var at = Find(header.Name);
        if (at < 0)
        {
            if (count == headers.Length)
                Array.Resize(ref headers, 2 * count);
            at = count++;
            kinds |= KindOf(header.Name);
        }

        headers[at] = header;
    }

    private void RemoveAt(int at)
    {
        headers.AsSpan((at + 1)..count).CopyTo(headers.AsSpan(at));
        headers[--count] = default;
    }

    private int Find(string name)
    {
        if (name.Length == 0 || (kinds & KindOf(name)) == 0)
            return -1;
        for (var at = 0; at < count; at++)
        {
            var key = headers[at].Name;
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

    private static int WriteName(in Header header, Span<byte> output)
    {
        if (header.Known is { } known)
        {
            known.Line.CopyTo(output);
            return known.Line.Length;
        }

        var length = Encoding.ASCII.GetBytes(header.Name, output);
        ": "u8.CopyTo(output[length..]);
        return length + 2;
    }

    private void RequireUnsent()
    {
        if (IsReadOnly)
            throw new InvalidOperationException("The answer has started: its headers are on their way.");
    }

    private static void RequireSafe(string name, StringValues values)
    {
        if (!HeaderName.CanBe(name))
            throw new InvalidOperationException("A header's name has a character that it may not have.");
        foreach (var value in values)
            RequireSafeValue(name, value);
    }

    private static void RequireSafeValue(string name, string? value)
    {
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new InvalidOperationException($"The header {name} has a character that it may not have.");
    }

    /// <summary>A header: texts, or a number.</summary>
    private readonly record struct Header(string Name, HeaderName? Known, StringValues Values, long? Number)
    {
        public StringValues All =>
            Number is { } number ? number.ToString(CultureInfo.InvariantCulture) : Values;
    }
}
