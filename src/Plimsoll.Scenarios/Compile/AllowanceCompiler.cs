using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps a change's allowances as written to the core's.</summary>
internal static class AllowanceCompiler
{
    private const int DaysOfAWeek = 7;

    /// <summary>
    /// The allowances of a change, by name. One whose bonus stays outside of the week becomes the same on the week too,
    /// under its name with <c>-week</c>, and one whose hours pass midnight becomes one for each day that they touch: no
    /// instant is in both.
    /// </summary>
    public static ImmutableArray<Allowance> Of(string change, ChangeSpec spec) =>
    [
        .. from written in spec.Allowances.OrderBy(entry => entry.Key, StringComparer.Ordinal)
           from window in Windows(written.Value)
           from hours in Hours(written.Value.When)
           select Allowance(change, written.Key, written.Value, window, hours),
    ];

    private static Allowance Allowance(
        string change, string name, AllowanceSpec spec, WindowKind window, WeeklyHours? hours) =>
        new(
            change,
            window == spec.Window ? name : $"{name}-week",
            window,
            spec.Plans.ToFrozenSet(),
            spec.Product,
            spec.Factor.Value,
            hours)
        {
            Class = spec.Class,
            Lane = spec.Lane,
            Trait = spec.Trait,
        };

    private static IEnumerable<WindowKind> Windows(AllowanceSpec spec) =>
        spec.BonusOutsideWeek ? [spec.Window, WindowKind.Week] : [spec.Window];

    private static IEnumerable<WeeklyHours?> Hours(HoursSpec? spec)
    {
        if (spec is null)
            return [null];
        var zone = ZoneTables.Of(spec.Zone);
        if (spec.From < spec.To)
            return [new WeeklyHours([.. spec.Days], Length(spec.From), Length(spec.To), zone)];

        var evening = new WeeklyHours([.. spec.Days], Length(spec.From), Length(ClockTime.EndOfDay), zone);
        if (spec.To == default)
            return [evening];
        var next = spec.Days.Select(day => (DayOfWeek)(((int)day + 1) % DaysOfAWeek));
        return [evening, new WeeklyHours([.. next], Duration.Zero, Length(spec.To), zone)];
    }

    private static Duration Length(ClockTime time) => Duration.FromMinutes(time.Minutes);
}
