using System.Text;

namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>
/// Bytes with fields of fixed width, so that an answer is a copy and a few digits: runs of <c>~</c> take the tokens of
/// input, runs of <c>^</c> those of output, runs of <c>@</c> the instant of writing.
/// </summary>
internal sealed class AnswerTemplate
{
    private readonly byte[] text;
    private readonly List<(char Kind, Range At)> fields = [];

    public AnswerTemplate(string text)
    {
        this.text = Encoding.ASCII.GetBytes(text);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('~' or '^' or '@'))
                continue;
            var begin = i;
            while (i < text.Length && text[i] == text[begin])
                i++;
            fields.Add((text[begin], begin..i));
        }
    }

    public int Bytes => text.Length;

    /// <summary>Writes the text; numbers are padded with blanks, which JSON allows before them.</summary>
    public void Write(Span<byte> target, long input, long output, long stamp)
    {
        text.CopyTo(target);
        foreach (var (kind, at) in fields)
            Digits(target[at], kind switch { '~' => input, '^' => output, _ => stamp });
    }

    private static void Digits(Span<byte> field, long value)
    {
        var i = field.Length;
        do
        {
            field[--i] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value > 0);
        field[..i].Fill((byte)' ');
    }
}
