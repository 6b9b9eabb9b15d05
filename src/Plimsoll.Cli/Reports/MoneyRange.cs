using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// A figure with the inputs of a section at their middle, and the least and the most of it with all of them at the low
/// and at the high end.
/// </summary>
/// <param name="Low">The least.</param>
/// <param name="Mid">The middle.</param>
/// <param name="High">The most.</param>
internal readonly record struct MoneyRange(double Low, double Mid, double High)
{
    /// <summary>A figure of three readings; null where one of them does not know it.</summary>
    public static MoneyRange? Of(double? low, double? mid, double? high) => (low, mid, high) is ({ } l, { } m, { } h)
        ? new MoneyRange(Math.Min(l, Math.Min(m, h)), m, Math.Max(l, Math.Max(m, h))) : null;

    /// <summary>The scenario with the inputs below a section at the low or the high end.</summary>
    /// <param name="document">The scenario.</param>
    /// <param name="section">Path of the section.</param>
    /// <param name="isHigh">Which end.</param>
    public static ScenarioSpec Reading(ScenarioDocument document, string section, bool isHigh) => document.Variant(
        document.Inputs.Where(input => input.HasRange && input.Path.StartsWith(section, StringComparison.Ordinal))
            .ToDictionary(input => input.Path, input => isHigh ? input.High : input.Low));

    /// <summary>As people read it: the middle, with the ends where they differ.</summary>
    public string Text(double unit = 1)
    {
        var (low, mid, high) = (Figures.Amount(Low / unit), Figures.Amount(Mid / unit), Figures.Amount(High / unit));
        return low == high ? mid : $"{mid} ({low} – {high})";
    }
}
