using System.Text;

namespace Plimsoll.Gateway.Tests.Fuzzing;

/// <summary>Breaks documents and streams in the ways in which they come broken, each seed in its own.</summary>
internal sealed class Mutator(int seed)
{
    private const int MostChanges = 4;

    private static readonly byte[][] Splinters =
    [
        [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x00], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE],
        .. Texts(
            "\"", "{", "}", "[", "]", ",", ":", "\\", "\\u", "\\ud83d", "\\udc00", "\"\\ud800\"", "\\\"", "null",
            "true", "\n", "\r", "\r\n", "\n\n", "\r\n\r\n", "\r\r", "data:", "data: ", "event: x\n", ": \n", "id",
            "[DONE]", "data: [DONE]\n\n", "{}", "[]", "\"type\":\"error\",", "\"error\":null,", "\"usage\":null,",
            "\"usage\":{},", "\"usage\":[1],", "\"finish_reason\":\"\",", "\"content\":{\"text\":1},",
            "\"index\":99999999999,"),
    ];

    private static readonly byte[][] Numbers = Texts(
        "1e400", "-0", "1.0", "1e3", "9223372036854775807", "9223372036854775808", "-1", "-9223372036854775808", "0.5",
        "100000001", "18446744073709551616", "00", "1E", "NaN", "2147483648");

    private readonly Random random = new(seed);

    /// <summary>A number below the given one.</summary>
    public int Below(int most) => random.Next(most);

    /// <summary>Where to cut so many bytes into pieces.</summary>
    public int[] Splits(int bytes) =>
        [.. Enumerable.Range(0, random.Next(8)).Select(_ => random.Next(bytes + 1)).Order()];

    /// <summary>Something like <paramref name="source"/>, with pieces of <paramref name="other"/>.</summary>
    public byte[] Break(byte[] source, byte[] other)
    {
        var broken = source;
        for (var changes = random.Next(MostChanges); changes >= 0; changes--)
            broken = Change(broken, other);
        return broken;
    }

    private byte[] Change(byte[] source, byte[] other)
    {
        var at = random.Next(source.Length + 1);
        var until = Math.Min(source.Length, at + random.Next(random.Next(2) == 0 ? 4 : 80));
        switch (random.Next(12))
        {
            case 0:
                return source[..at];
            case 1:
                return [.. source[..at], .. source[until..]];
            case 2:
                return [.. source[..until], .. source[at..]];
            case 3:
                return Flip(source, at);
            case 4:
                var from = random.Next(other.Length + 1);
                return [.. source[..at], .. other[from..Math.Min(other.Length, from + 80)], .. source[until..]];
            case 5:
                return Renumber(source, at);
            case 6:
                return Twice(source, at);
            case 7:
                return [.. source[..at], .. Deep(), .. source[at..]];
            case 8:
                var text = new string('ö', 1 + random.Next(3000));
                return [.. source[..at], .. Encoding.UTF8.GetBytes(text), .. source[at..]];
            case 9:
                return Recoded(source);
            default:
                return [.. source[..at], .. Splinters[random.Next(Splinters.Length)], .. source[until..]];
        }
    }

    private byte[] Flip(byte[] source, int at)
    {
        byte[] flipped = [.. source];
        if (at < source.Length)
            flipped[at] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private byte[] Renumber(byte[] source, int at)
    {
        var start = at + source.AsSpan(at).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (start < at)
            return source;
        var length = source.AsSpan(start).IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var end = length < 0 ? source.Length : start + length;
        return [.. source[..start], .. Numbers[random.Next(Numbers.Length)], .. source[end..]];
    }

    /// <summary>Gives a member, or several, twice.</summary>
    private static byte[] Twice(byte[] source, int at)
    {
        var start = source.AsSpan(at).IndexOf(",\""u8);
        if (start < 0)
            return source;
        start += at;
        var next = source.AsSpan(start + 1).IndexOf(",\""u8);
        var end = next < 0 ? source.Length : start + 1 + next;
        return [.. source[..end], .. source[start..]];
    }

    private byte[] Deep()
    {
        var depth = random.Next(1, 600);
        var open = string.Concat(Enumerable.Repeat(random.Next(2) == 0 ? "[" : "{\"a\":", depth));
        var close = new string(open[0] == '[' ? ']' : '}', depth);
        return Encoding.UTF8.GetBytes(random.Next(2) == 0 ? open : $"{open}1{close}");
    }

    private byte[] Recoded(byte[] source)
    {
        var text = Encoding.UTF8.GetString(source);
        return random.Next(3) switch
        {
            0 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            1 => [.. Encoding.UTF8.GetPreamble(), .. source],
            _ => Encoding.Latin1.GetBytes(text),
        };
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
