namespace Plimsoll.Limits.Estimates;

/// <summary>What one account did with one model class: 48 bytes. <c>default</c> is a free place.</summary>
internal struct AccountHistory
{
    private const int ClassWeight = 20;
    private const double FirstStep = 2 * LengthScale.Doubling;
    private const int LeastStep = LengthScale.Doubling / 20;
    private const int SharedStep = LengthScale.Doubling / 50;
    private const int SmoothingBits = 3;

    private int own;
    private ushort answers;
    private ushort read;
    private ushort written;
    private ushort writtenLong;

    /// <summary>Account.</summary>
    public ulong Account;

    /// <summary>How estimates for the account held.</summary>
    public EstimateTally Tally;

    /// <summary>Model class.</summary>
    public ushort Class;

    /// <summary>Whether it was used since room was last sought.</summary>
    public bool IsUsedAgain;

    /// <summary>Whether the place holds nothing.</summary>
    public readonly bool IsFree => answers == 0;

    /// <summary>
    /// Level of the next answer, between what the class says and what the account was followed to. After n answers the
    /// account weighs n and the class 400 / (20 + n): as much at twelve answers, a thirtieth at a hundred.
    /// </summary>
    /// <param name="ofClass">What the class says.</param>
    /// <param name="offset">How much more answers to such texts are.</param>
    public readonly int LevelOf(int ofClass, int offset)
    {
        var weight = answers * (answers + (long)ClassWeight);
        var moved = (FollowedTo(offset) - ofClass) * weight / (weight + (ClassWeight * ClassWeight));
        return Math.Clamp(ofClass + (int)moved, 0, LengthScale.Highest);
    }

    /// <summary>Level that the account was followed to, for texts with an offset.</summary>
    public readonly int FollowedTo(int offset) => own + offset;

    /// <summary>
    /// Follows an answer: up by the target share of a step where it was longer, else down by the rest of the step. That
    /// stands still where the target share of answers is covered. Steps shrink with what is known, down to a twentieth
    /// of a doubling, so that changed habits are always followed.
    /// </summary>
    /// <param name="level">Level of the answer.</param>
    /// <param name="isComplete">Whether it counts as one more that is known of the account.</param>
    /// <param name="ofClass">What the class says.</param>
    /// <param name="offset">How much more answers to such texts are; all accounts of the class move it.</param>
    /// <param name="target">Millionths.</param>
    public void Follow(int level, bool isComplete, int ofClass, ref int offset, int target)
    {
        if (answers == 0)
            own = ofClass - offset;
        var isLonger = level > FollowedTo(offset);
        own = Bounded(own + Move(Math.Max(LeastStep, (int)(FirstStep / Math.Sqrt(1 + answers))), isLonger, target));

        // An account that writes to texts of one length cannot tell its own level from the offset, and a new one hides
        // the offset's errors behind its class: without a pull to zero offsets would wander off unnoticed.
        var known = answers + ClassWeight;
        var pull = (offset / 64 * ClassWeight / known) + (offset / 8192);
        offset = Bounded(offset - pull + Move(SharedStep * answers / known, isLonger, target));
        if (answers == 0 || (isComplete && answers < ushort.MaxValue))
            answers++;
    }

    /// <summary>Splits input into kinds as the account's was split lately; what was never cached is input.</summary>
    public readonly TokenUsage Split(long input, long output)
    {
        var fromCache = PartOf(input, read);
        var toCache = PartOf(input, written);
        var toCacheLong = PartOf(input, writtenLong);
        return new TokenUsage(
            new(input - fromCache - toCache - toCacheLong), new(toCache), new(fromCache), new(output))
        {
            CacheWriteLong = new(toCacheLong),
        };
    }

    /// <summary>Remembers where the input of a request came from: an eighth of the newest, seven of what was.</summary>
    public void AddInput(in TokenUsage actual, Int128 total)
    {
        if (total == 0)
            return;
        read = Smooth(read, actual.CacheRead.Value, total);
        written = Smooth(written, actual.CacheWrite.Value, total);
        writtenLong = Smooth(writtenLong, actual.CacheWriteLong.Value, total);
    }

    private static int Move(int step, bool isLonger, int target) =>
        (int)((long)step * (isLonger ? target : target - EstimateTerms.Parts) / EstimateTerms.Parts);

    private static int Bounded(int level) => Math.Clamp(level, -LengthScale.Highest, 2 * LengthScale.Highest);

    private static long PartOf(long input, ushort share) => (long)((Int128)input * share >> 16);

    private static ushort Smooth(ushort share, long part, Int128 total)
    {
        var now = (int)((Int128)part * ushort.MaxValue / total);
        return (ushort)(share + ((now - share) >> SmoothingBits));
    }
}
