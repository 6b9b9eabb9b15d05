using System.Buffers;
using System.Text.Unicode;

namespace Plimsoll.Gateway.Dialects;

/// <summary>
/// Bytes that are no UTF-8. A reader of JSON passes over them in texts that it does not look at, and each server would
/// make something else of them.
/// </summary>
internal static class Utf8Fault
{
    private const int BlockChars = 1024;

    /// <summary>Says where <paramref name="body"/> stops being UTF-8; null: nowhere.</summary>
    public static ErrorAnswer? In(ReadOnlySpan<byte> body) => Utf8.IsValid(body)
        ? null
        : new ErrorAnswer(
            ErrorKind.Malformed, $"The body is not valid JSON at byte {FirstIn(body) + 1}: the text is not Unicode.");

    private static int FirstIn(ReadOnlySpan<byte> body)
    {
        Span<char> block = stackalloc char[BlockChars];
        var at = 0;
        OperationStatus status;
        do
        {
            status = Utf8.ToUtf16(body[at..], block, out var read, out _, replaceInvalidSequences: false);
            at += read;
        }
        while (status == OperationStatus.DestinationTooSmall);
        return at;
    }
}
