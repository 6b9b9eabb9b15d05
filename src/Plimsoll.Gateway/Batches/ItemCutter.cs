using System.Buffers;

namespace Plimsoll.Gateway.Batches;

/// <summary>
/// Cuts the items of one list out of a JSON object that arrives in pieces, so that an upload of any size takes no more
/// memory than its largest item. What is left, with <c>{}</c> in the place of each item, is small and read whole.
/// </summary>
/// <param name="list">Name of the member that holds the list.</param>
/// <param name="mostItemBytes">Most bytes of an item.</param>
/// <param name="item">Takes each object of the list as it came; valid until it returns.</param>
internal sealed class ItemCutter(string list, int mostItemBytes, ItemCutter.Taker item)
{
    /// <summary>Takes an item.</summary>
    public delegate void Taker(Span<byte> bytes);

    private const int MostOtherBytes = 1024 * 1024;

    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);

    private readonly byte[] name = System.Text.Encoding.UTF8.GetBytes($"\"{list}\"");
    private readonly ArrayBufferWriter<byte> rest = new();
    private byte[] held = new byte[4096];
    private int length;
    private int depth;
    private bool isInList;
    private bool isInItem;
    private bool isInText;
    private bool isEscaped;

    /// <summary>Everything but the items.</summary>
    public ReadOnlyMemory<byte> Rest => rest.WrittenMemory;

    /// <summary>Takes the next bytes; false: an item or the rest is too large.</summary>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var taken = isInText ? PassText(bytes) : PassStructure(bytes);
            if (length > mostItemBytes || rest.WrittenCount > MostOtherBytes)
                return false;
            bytes = bytes[taken..];
        }

        return true;
    }

    private int PassText(ReadOnlySpan<byte> bytes)
    {
        if (isEscaped)
        {
            isEscaped = false;
            Keep(bytes[..1]);
            return 1;
        }

        var at = bytes.IndexOfAny(InText);
        if (at < 0)
        {
            Keep(bytes);
            return bytes.Length;
        }

        isEscaped = bytes[at] == '\\';
        isInText = isEscaped;
        Keep(bytes[..(at + 1)]);
        return at + 1;
    }

    private int PassStructure(ReadOnlySpan<byte> bytes)
    {
        var at = bytes.IndexOfAny(Structure);
        if (at < 0)
        {
            Keep(bytes);
            return bytes.Length;
        }

        Keep(bytes[..at]);
        switch (bytes[at])
        {
            case (byte)'"':
                isInText = true;
                break;
            case (byte)'{' or (byte)'[':
                Open(bytes[at]);
                break;
            default:
                Close(bytes[at]);
                return at + 1;
        }

        Keep(bytes.Slice(at, 1));
        return at + 1;
    }

    private void Open(byte bracket)
    {
        if (depth == 1 && bracket == '[')
            isInList = IsNamed();
        if (depth == 2 && bracket == '{' && isInList)
            isInItem = true;
        depth++;
    }

    private void Close(byte bracket)
    {
        Keep([bracket]);
        depth = Math.Max(0, depth - 1);
        if (depth == 1)
            isInList = false;
        if (depth != 2 || !isInItem)
            return;
        isInItem = false;
        item(held.AsSpan(0, length));
        length = 0;
        rest.Write("{}"u8);
    }

    /// <summary>Whether what was read last is the list's name with its colon.</summary>
    private bool IsNamed()
    {
        var before = rest.WrittenSpan.TrimEnd(" \t\r\n"u8);
        if (before.IsEmpty || before[^1] != ':')
            return false;
        before = before[..^1].TrimEnd(" \t\r\n"u8);
        return before.EndsWith(name) && (before.Length == name.Length || before[^(name.Length + 1)] != '\\');
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (!isInItem)
        {
            rest.Write(bytes);
            return;
        }

        if (bytes.Length > held.Length - length)
            Array.Resize(ref held, Math.Max(length + bytes.Length, held.Length * 2));
        bytes.CopyTo(held.AsSpan(length));
        length += bytes.Length;
    }
}
