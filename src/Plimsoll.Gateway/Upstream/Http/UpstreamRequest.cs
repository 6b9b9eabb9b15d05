using System.Buffers;
using System.Text;

namespace Plimsoll.Gateway.Upstream.Http;

/// <summary>
/// A request to an upstream: its headers as the bytes that go out. The body stays with the caller, unchanged until the
/// answer is disposed. For one thread at a time; it may be sent again.
/// </summary>
internal sealed class UpstreamRequest : IDisposable
{
    private const int FirstHeaderBytes = 1024;

    // A value that could end its line would begin a header, or a request, of its own.
    private static readonly SearchValues<char> ValueCharacters = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c), '\t']);

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private byte[] headers = ArrayPool<byte>.Shared.Rent(FirstHeaderBytes);
    private int length;

    /// <summary>A request without headers and body.</summary>
    /// <param name="method">Method, such as <c>POST</c>.</param>
    /// <param name="path">Path from the root of the host, such as <c>/v1/messages</c>.</param>
    /// <param name="query">Query with its question mark, or nothing.</param>
    public UpstreamRequest(string method, string path, string? query = null)
    {
        (Method, Path, Query) = (method, path, query ?? "");
        if (method.Length == 0 || method.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new ArgumentException($"'{method}' is no method.", nameof(method));
    }

    /// <summary>Its method.</summary>
    public string Method { get; }

    /// <summary>Its path from the root of the host.</summary>
    public string Path { get; }

    /// <summary>Its query with the question mark; empty when it has none.</summary>
    public string Query { get; }

    /// <summary>Its body; null: it has none. Default null.</summary>
    public ReadOnlySequence<byte>? Body { get; set; }

    /// <summary>Its headers but for the host and the length of the body, a line each.</summary>
    public ReadOnlySpan<byte> Headers => headers.AsSpan(0, length);

    /// <summary>Whether a text can be a header's value: printable ASCII and tabs.</summary>
    public static bool CanSend(string value) => !value.AsSpan().ContainsAnyExcept(ValueCharacters);

    /// <summary>Adds a header; not the host, nor what frames the body.</summary>
    /// <exception cref="ArgumentException">It cannot be sent.</exception>
    public void Add(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new ArgumentException($"'{name}' is no header's name.", nameof(name));
        if (!CanSend(value))
            throw new ArgumentException($"The value of {name} is not printable ASCII.", nameof(value));
        Reserve(name.Length + value.Length + ": \r\n".Length);
        Put(name);
        Put(": ");
        Put(value);
        Put("\r\n");
    }

    /// <summary>Takes its headers' memory back. No answer to it may be in the making.</summary>
    public void Dispose()
    {
        if (headers.Length == 0)
            return;
        headers.AsSpan(0, length).Clear();
        ArrayPool<byte>.Shared.Return(headers);
        (headers, length) = ([], 0);
    }

    private void Reserve(int bytes)
    {
        if (headers.Length - length >= bytes)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(headers.Length * 2, length + bytes));
        Headers.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(headers, clearArray: true);
        headers = larger;
    }

    private void Put(string ascii) => length += Encoding.ASCII.GetBytes(ascii, headers.AsSpan(length));
}
