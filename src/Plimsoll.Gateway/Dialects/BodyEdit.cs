namespace Plimsoll.Gateway.Dialects;

/// <summary>Bytes of a request body to be replaced.</summary>
/// <param name="At">The bytes; empty to insert.</param>
/// <param name="With">What comes in their place.</param>
internal readonly record struct BodyEdit(Range At, ReadOnlyMemory<byte> With)
{
    /// <summary>The body with all edits made; the body itself when there are none.</summary>
    /// <param name="body">The body as it came.</param>
    /// <param name="edits">Edits that do not overlap.</param>
    public static ReadOnlyMemory<byte> Apply(ReadOnlyMemory<byte> body, IEnumerable<BodyEdit> edits)
    {
        var ordered = edits.OrderBy(e => e.At.Start.Value).ToArray();
        if (ordered.Length == 0)
            return body;
        using var result = new MemoryStream(body.Length + 64);
        var from = 0;
        foreach (var edit in ordered)
        {
            result.Write(body.Span[from..edit.At.Start.Value]);
            result.Write(edit.With.Span);
            from = edit.At.End.Value;
        }

        result.Write(body.Span[from..]);
        return result.ToArray();
    }
}
