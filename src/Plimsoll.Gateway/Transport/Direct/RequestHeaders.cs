using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Plimsoll.Gateway.Transport.Direct;

/// <summary>The headers of a request as its head has them. They cannot be changed.</summary>
internal sealed class RequestHeaders(RequestHead head) : IHeaderDictionary
{
    /// <inheritdoc/>
    public StringValues this[string key]
    {
        get
        {
            var first = head.Find(key);
            if (first < 0)
                return default;
            var values = new StringValues(head.ValueOf(first));
            for (var next = head.Find(key, first + 1); next >= 0; next = head.Find(key, next + 1))
                values = StringValues.Concat(values, head.ValueOf(next));
            return values;
        }

        set => throw Unchangeable();
    }

    /// <inheritdoc/>
    public long? ContentLength
    {
        get => head.ContentLength;
        set => throw Unchangeable();
    }

    /// <inheritdoc/>
    public ICollection<string> Keys => [.. Names()];

    /// <inheritdoc/>
    public ICollection<StringValues> Values => [.. Names().Select(name => this[name])];

    /// <inheritdoc/>
    public int Count => Names().Count();

    /// <inheritdoc/>
    public bool IsReadOnly => true;

    /// <inheritdoc/>
    public bool ContainsKey(string key) => head.Find(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StringValues value)
    {
        value = this[key];
        return value.Count > 0;
    }

    /// <inheritdoc/>
    public bool Contains(KeyValuePair<string, StringValues> item) => this[item.Key].Equals(item.Value);

    /// <inheritdoc/>
    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex)
    {
        foreach (var name in Names())
            array[arrayIndex++] = new(name, this[name]);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() =>
        Names().Select(name => new KeyValuePair<string, StringValues>(name, this[name])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Add(string key, StringValues value) => throw Unchangeable();

    /// <inheritdoc/>
    public void Add(KeyValuePair<string, StringValues> item) => throw Unchangeable();

    /// <inheritdoc/>
    public bool Remove(string key) => throw Unchangeable();

    /// <inheritdoc/>
    public bool Remove(KeyValuePair<string, StringValues> item) => throw Unchangeable();

    /// <inheritdoc/>
    public void Clear() => throw Unchangeable();

    private IEnumerable<string> Names() => Enumerable.Range(0, head.Count)
        .Select(header => Encoding.ASCII.GetString(head.NameOf(header)))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    private static InvalidOperationException Unchangeable() => new("The headers of a request are what came.");
}
