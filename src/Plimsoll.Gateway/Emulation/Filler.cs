namespace Plimsoll.Gateway.Emulation;

/// <summary>The text that emulated models write: one token is one short word.</summary>
internal static class Filler
{
    private static readonly string[] Words =
        ("A ship may carry only as much as her marks allow. The load line shows how deep she may lie in the water, "
        + "summer or winter, fresh or salt. Before the mark was law, owners sent ships out too full, and many did "
        + "not come back. A line on the hull made the limit plain to all: crew, port and owner. Load her to the "
        + "line and no more, and leave room for the storm.").Split(' ');

    /// <summary>The words of an answer of <paramref name="count"/> tokens.</summary>
    public static string Text(int count) => string.Concat(Enumerable.Range(1, count).Select(Word));

    /// <summary>The word of a token, with the space before it; the first token is number 1.</summary>
    public static string Word(int number)
    {
        var word = Words[(number - 1) % Words.Length];
        return number == 1 ? word : " " + word;
    }
}
