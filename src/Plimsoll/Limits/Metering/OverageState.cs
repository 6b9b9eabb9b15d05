using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// What a scope has settled about overage: 32 bytes before the three periods in which it is charged. <c>default</c> is
/// switched off.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OverageState
{
    /// <summary>Words of eight bytes, with those of the periods.</summary>
    public const int Words = SettingWords + (3 * PeriodMeter.Words);

    /// <summary>Words before the first period.</summary>
    public const int SettingWords = 4;

    private long flags;
    private long daily;
    private long monthly;

    /// <summary>Credit ever bought, in millionths of a dollar.</summary>
    public long Bought;

    /// <summary>Whether it is switched on.</summary>
    public bool IsEnabled
    {
        readonly get => (flags & 1) != 0;
        set => flags = value ? flags | 1 : flags & ~1;
    }

    /// <summary>Whether the scope's user agreed to pay.</summary>
    public bool HasConsent
    {
        readonly get => (flags & 2) != 0;
        set => flags = value ? flags | 2 : flags & ~2;
    }

    /// <summary>The scope's own caps in millionths of a dollar, kept one higher; 0: as the terms say.</summary>
    public void SetCaps(long? ownDaily, long? ownMonthly) => (daily, monthly) =
        (OneHigher(ownDaily), OneHigher(ownMonthly));

    /// <summary>The state of overage in a block.</summary>
    public static ref OverageState In(ref long block, int offset) =>
        ref Unsafe.As<long, OverageState>(ref Unsafe.Add(ref block, offset));

    /// <summary>Most that may be charged.</summary>
    public readonly long Limit(LimitSource source, OverageTerms terms) => source switch
    {
        LimitSource.OverageDaily => Cap(daily, terms.Daily?.Value),
        LimitSource.OverageMonthly => Cap(monthly, terms.Monthly?.Value),
        _ => terms.Prepaid ? Bought : long.MaxValue,
    };

    private static long OneHigher(long? cap) => cap is { } own ? Math.Min(own, long.MaxValue - 1) + 1 : 0;

    private static long Cap(long own, long? stated) => own > 0 ? own - 1 : stated ?? long.MaxValue;
}
