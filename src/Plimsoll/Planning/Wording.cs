using System.Collections.Immutable;
using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Planning;

/// <summary>How figures read in sentences.</summary>
internal static class Wording
{
    public static string Percent(double fraction) =>
        double.IsPositiveInfinity(fraction) ? "all" : Percentage.Of(fraction);

    public static string SignedPercent(double fraction) =>
        fraction.ToString("+0.#%;−0.#%;0%", CultureInfo.InvariantCulture);

    public static string Day(Instant at) => at.Date.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    public static string Days(Duration length) => Whole(length.Nanoseconds / Duration.FromDays(1).Nanoseconds);

    public static string Whole(double number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    public static string List(IEnumerable<string> items)
    {
        ImmutableArray<string> all = [.. items];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }
}
