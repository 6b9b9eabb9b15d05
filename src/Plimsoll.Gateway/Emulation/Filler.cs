using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Plimsoll.Gateway.Emulation;

/// <summary>What emulated models say: texts of which one token is one short word, and vectors.</summary>
internal static class Filler
{
    private static readonly string[] Words =
        ("A ship may carry only as much as her marks allow. The load line shows how deep she may lie in the water, "
        + "summer or winter, fresh or salt. Before the mark was law, owners sent ships out too full, and many did "
        + "not come back. A line on the hull made the limit plain to all: crew, port and owner. Load her to the "
        + "line and no more, and leave room for the storm.").Split(' ');

    /// <summary>A vector of length 1 that depends on the text alone.</summary>
    public static float[] Vector(string text, int dimensions)
    {
        Span<byte> seed = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), seed);
        var state = BinaryPrimitives.ReadUInt64LittleEndian(seed);
        var numbers = new double[dimensions];
        for (var at = 0; at < dimensions; at++)
        {
            state = unchecked((state * 6364136223846793005) + 1442695040888963407);
            numbers[at] = ((state >> 11) / (double)(1L << 53)) - 0.5;
        }

        var length = Math.Sqrt(numbers.Sum(number => number * number));
        return [.. numbers.Select(number => (float)(number / length))];
    }

    /// <summary>The words of an answer of <paramref name="count"/> tokens.</summary>
    public static string Text(int count) => string.Concat(Enumerable.Range(1, count).Select(Word));

    /// <summary>The word of a token, with the space before it; the first token is number 1.</summary>
    public static string Word(int number)
    {
        var word = Words[(number - 1) % Words.Length];
        return number == 1 ? word : " " + word;
    }
}
