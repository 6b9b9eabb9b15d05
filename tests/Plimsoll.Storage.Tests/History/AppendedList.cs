using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Plimsoll.Storage.Tests.History;

/// <summary>
/// A value that keeps its whole history: numbers of the operations that wrote it, in their order. So every reading says
/// exactly which operations it saw.
/// </summary>
internal static class AppendedList
{
    public static ImmutableArray<int> Read(StoredValue value) => value.Bytes.IsEmpty ? [] :
    [
        .. Encoding.UTF8.GetString(value.Bytes.Span).Split(',').Select(n => int.Parse(n, CultureInfo.InvariantCulture)),
    ];

    public static byte[] Write(ImmutableArray<int> operations) => Encoding.UTF8.GetBytes(
        string.Join(',', operations.Select(n => n.ToString(CultureInfo.InvariantCulture))));
}
