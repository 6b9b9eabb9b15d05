using System.Globalization;

namespace Plimsoll.Gateway.Translation;

/// <summary>
/// Tells of an object that comes as pieces of a JSON text whether it is whole, without keeping them. Default: nothing
/// came.
/// </summary>
internal struct JsonExtent
{
    private const int HexDigits = 4;

    private int depth;
    private bool isInText;
    private bool isEscaped;
    private bool hasBegun;

    /// <summary>Whether the object came to its end.</summary>
    public readonly bool IsWhole => hasBegun && depth == 0;

    /// <summary>Takes the next piece.</summary>
    /// <param name="piece">What stands between the quotes of a JSON text, with its escapes.</param>
    public void Add(ReadOnlySpan<byte> piece)
    {
        for (var at = 0; at < piece.Length; at++)
        {
            if (piece[at] != '\\')
            {
                Add((char)piece[at]);
                continue;
            }

            at++;
            if (piece[at] != 'u')
            {
                Add(piece[at] is (byte)'"' or (byte)'\\' ? (char)piece[at] : ' ');
                continue;
            }

            var code = piece.Slice(at + 1, HexDigits);
            Add((char)ushort.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            at += HexDigits;
        }
    }

    private void Add(char next)
    {
        if (isEscaped)
            isEscaped = false;
        else if (isInText)
            (isInText, isEscaped) = (next != '"', next == '\\');
        else if (next == '"')
            isInText = true;
        else if (next is '{' or '[')
            (depth, hasBegun) = (depth + 1, true);
        else if (next is '}' or ']')
            depth--;
    }
}
