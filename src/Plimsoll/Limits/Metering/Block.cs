using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>The first words of every scope's block.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Block
{
    /// <summary>Words of eight bytes that the header takes.</summary>
    public const int HeaderWords = 2;

    /// <summary>Combination of sets that the scope carries.</summary>
    public int Terms;

    /// <summary>Epoch that the counters are brought up to.</summary>
    public int Epoch;

    /// <summary>Words of the whole block; negative: the block has moved to this address, negated.</summary>
    public int Size;

    private int anchorSeconds;

    /// <summary>Any instant at which the scope's weeks reset.</summary>
    public Instant WeekAnchor
    {
        readonly get => Calendar.AnchorOf(anchorSeconds);
        set => anchorSeconds = Calendar.AnchorSeconds(value);
    }

    /// <summary>The header of a block.</summary>
    public static ref Block Of(ref long block) => ref Unsafe.As<long, Block>(ref block);

    /// <summary>A rate limit's counters in a block.</summary>
    public static ref RateMeter Rates(ref long block, int offset) =>
        ref Unsafe.As<long, RateMeter>(ref Unsafe.Add(ref block, offset));

    /// <summary>A period's counters in a block.</summary>
    public static ref PeriodMeter Period(ref long block, int offset) =>
        ref Unsafe.As<long, PeriodMeter>(ref Unsafe.Add(ref block, offset));
}
