namespace Plimsoll.Limits.Estimates;

/// <summary>
/// What the requests of one model class wrote, by how long their text was, and how many tokens that text was.
/// </summary>
internal sealed class ClassHistory
{
    /// <summary>Bytes that a token is taken to be until something is known: assumed, usual in English.</summary>
    public const long PriorBytesPerToken = 4;

    /// <summary>Tokens that the assumption weighs as much as.</summary>
    public const long PriorTokens = 1024;

    private const int MostOfAll = 4096;
    private const int MostOfText = 1024;
    private const int TextLevels = LengthScale.Doubling / 2;
    private const int Texts = ((LengthScale.Highest + 1) / TextLevels) + 1;

    // Weight of the class among texts of one length, and of what is expected of it among its answers.
    private const int ClassWeight = 8;
    private const int ExpectedWeight = 4;
    private const long MostTokens = 1L << 24;
    private const long MostBytesPerToken = 64;

    private readonly LengthHistogram all = new(MostOfAll);
    private readonly LengthHistogram?[] byText = new LengthHistogram?[Texts];
    private readonly int[] offsets = new int[Texts];
    private long tokens = PriorTokens;
    private long bytes = PriorTokens * PriorBytesPerToken;
    private EstimateTally tally;

    /// <summary>Level that the terms of the class expect, as they were last seen; null: they were not.</summary>
    public int? Expected { get; set; }

    /// <summary>How estimates of the class held.</summary>
    public ref EstimateTally Tally => ref tally;

    /// <summary>How much more the answers to texts of one length are, for the same account: levels.</summary>
    public ref int OffsetOf(int text) => ref offsets[text];

    /// <summary>Which texts count as of one length: two to each doubling.</summary>
    public static int TextOf(long textBytes) => textBytes <= 0 ? 0 : 1 + (LengthScale.LevelOf(textBytes) / TextLevels);

    /// <summary>
    /// Level with the target share of the weight at or below it: answers to texts of the length weigh 1 each, all
    /// answers of the class together <see cref="ClassWeight"/>, and among those what is expected of the class counts as
    /// <see cref="ExpectedWeight"/>.
    /// </summary>
    /// <param name="text">Length of the text.</param>
    /// <param name="target">Millionths.</param>
    public int LevelOf(int text, int target)
    {
        var expected = Expected ?? 0;
        if (all.Count == 0)
            return expected;
        const int group = LengthHistogram.GroupSize;
        var expectedCode = LengthScale.CodeOf(expected);
        var own = byText[text];
        long total = all.Count + ExpectedWeight;
        var needed = ((own?.Count ?? 0) + ClassWeight) * total * target;
        var code = 0;
        var weight = 0L;
        while (true)
        {
            long ofAll = all.OfGroup(code / group) + (expectedCode / group == code / group ? ExpectedWeight : 0);
            var more = ((own?.OfGroup(code / group) ?? 0) * total) + (ofAll * ClassWeight);
            if ((weight + more) * EstimateTerms.Parts >= needed)
                break;
            weight += more;
            code += group;
        }

        while (true)
        {
            long ofAll = all.OfCode(code) + (expectedCode == code ? ExpectedWeight : 0);
            weight += ((own?.OfCode(code) ?? 0) * total) + (ofAll * ClassWeight);
            if (weight * EstimateTerms.Parts >= needed)
                return LengthScale.LevelOfCode(code);
            code++;
        }
    }

    /// <summary>Remembers an answer.</summary>
    public void Add(int text, int level)
    {
        var code = LengthScale.CodeOf(level);
        all.Add(code);
        (byText[text] ??= new LengthHistogram(MostOfText)).Add(code);
    }

    /// <summary>Tokens that a text is estimated to be, rounded up.</summary>
    public long TokensOf(long textBytes)
    {
        var (quotient, remainder) = Int128.DivRem(Math.BigMul(textBytes, tokens), bytes);
        return (long)(remainder > 0 ? quotient + 1 : quotient);
    }

    /// <summary>
    /// Remembers how many tokens a text was. What is remembered weighs half as much whenever it is 2^24 tokens; a text
    /// that cannot have been all of the input, as with pictures, teaches nothing.
    /// </summary>
    public void AddText(long textBytes, Int128 textTokens)
    {
        if (textTokens <= 0 || textTokens > MostTokens || textBytes < textTokens / 2
            || textBytes > textTokens * MostBytesPerToken)
        {
            return;
        }

        bytes += textBytes;
        tokens += (long)textTokens;
        if (tokens < MostTokens)
            return;
        tokens /= 2;
        bytes /= 2;
    }
}
