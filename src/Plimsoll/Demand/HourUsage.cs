using Plimsoll.Quantities;

namespace Plimsoll.Demand;

/// <summary>What was used in an hour, or is expected to be: what a ledger keeps and a load is measured by.</summary>
/// <param name="Hour">
/// When the hour begins; in the week that begins with <see cref="AnyMonday"/> an hour of any week.
/// </param>
/// <param name="Organization">Who used it; empty: all together.</param>
/// <param name="Plan">Plan or tier that it was used on; empty: all together.</param>
/// <param name="Class">Model class.</param>
/// <param name="Requests">Requests.</param>
public readonly record struct HourUsage(
    Instant Hour, string Organization, string Plan, string Class, double Requests)
{
    /// <summary>Tokens of input that had to be computed, cache writes included.</summary>
    public double Input { get; init; }

    /// <summary>Tokens of input read from the prefix cache.</summary>
    public double Cached { get; init; }

    /// <summary>Tokens of output.</summary>
    public double Output { get; init; }

    /// <summary>Monday 00:00 UTC of the week that stands for every week: 5 January 1970.</summary>
    public static Instant AnyMonday { get; } = Instant.FromDate(new DateOnly(1970, 1, 5));
}
