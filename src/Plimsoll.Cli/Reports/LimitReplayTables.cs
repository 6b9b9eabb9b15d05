using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>A replay as a person reads it.</summary>
internal static class LimitReplayTables
{
    private const int MostUsers = 20;
    private const int MostDifferences = 20;
    private const double Noticeable = 0.0005;

    /// <summary>Writes it.</summary>
    /// <param name="report">The replay.</param>
    /// <param name="recorded">The policy that was enforced, in words.</param>
    /// <param name="other">The policy that it is compared with, in words; null: none.</param>
    /// <param name="console">Where to.</param>
    public static void Write(ReplayReport report, string recorded, string? other, IAnsiConsole console)
    {
        console.WriteLine(
            $"{report.Events} events from {LimitText.Time(report.From)} to {LimitText.Time(report.To)} UTC");
        console.WriteLine($"Recorded: {recorded}");
        if (other is not null)
            console.WriteLine($"Other: {other}");
        console.WriteLine();
        console.Write(Uses(report));
        if (report.Users.Length > MostUsers)
            console.WriteLine($"The {MostUsers} that were refused most, of {report.Users.Length}; --json lists all.");
        if (other is not null)
            WriteOther(report, console);
        WriteFaith(report, console);
    }

    private static void WriteOther(ReplayReport report, IAnsiConsole console)
    {
        if (report.Differences.IsEmpty)
            console.WriteLine("Under the other policy every request is decided as it was recorded.");
        else
            WriteDifferences("What the other policy decides in another way", report.Differences, console);
        if (report.Assumed > 0)
        {
            console.WriteLine(
                $"Assumed: {Requests(report.Assumed)} that only the other policy admits used what was estimated.");
        }
    }

    private static void WriteFaith(ReplayReport report, IAnsiConsole console)
    {
        if (report.Unfaithful.IsEmpty)
        {
            console.WriteLine("The log is faithful: the recorded policy decides every request as it was recorded.");
            return;
        }

        WriteDifferences(
            "What the recorded policy decides in another way than was recorded", report.Unfaithful, console);
        console.WriteLine(
            "The log is not faithful: events are missing or wrong, or another policy was enforced than that of the "
            + "scenario.");
    }

    private static Table Uses(ReplayReport report)
    {
        var table = ReportTables.New("What users met");
        ReportTables.AddWhole(table, "User", "Policy");
        ReportTables.AddNumbers(table, "Asked", "Admitted");
        table.AddColumn("Refused by");
        ReportTables.AddWhole(table, "First, blocked for");
        table.AddColumn("Highest use");
        foreach (var user in Shown(report.Users))
            AddRows(table, user.User.Text, user.Outcomes);
        if (report.Users.Length != 1)
            AddRows(table, "all", report.Total);
        return table;
    }

    /// <summary>All users by name; of more than fit a screen, those that were refused most.</summary>
    private static IEnumerable<UserReplay> Shown(IReadOnlyCollection<UserReplay> users) => users.Count <= MostUsers
        ? users
        : users.OrderByDescending(user => Refused(user.Outcomes.Recorded) + Refused(user.Outcomes.Other))
            .Take(MostUsers);

    private static long Refused(UseSummary? use) => use is null ? 0 : use.Refused + use.NotIncluded;

    private static void AddRows(Table table, string user, Outcomes outcomes)
    {
        AddRow(table, user, "recorded", outcomes.Recorded);
        if (outcomes.Other is { } other)
            AddRow(table, "", "other", other);
    }

    private static void AddRow(Table table, string user, string policy, UseSummary use)
    {
        var refused = use.RefusedBy.Select(one => $"{one.Count} {LimitText.Short(one.Limit)}")
            .Concat(use.NotIncluded > 0 ? [$"{use.NotIncluded} not included"] : Array.Empty<string>());
        ReportTables.AddRow(
            table,
            LimitText.Broken(user),
            policy,
            $"{use.Asked}",
            use.Overage > 0 ? $"{use.Admitted}\n{use.Overage} as overage" : $"{use.Admitted}",
            string.Join('\n', refused),
            Stopped(use),
            string.Join('\n', Peaks(use)));
    }

    /// <summary>The noticeable ones, with their level where one set counts at several.</summary>
    private static IEnumerable<string> Peaks(UseSummary use) => use.Peaks
        .Where(peak => peak.Utilization >= Noticeable)
        .GroupBy(peak => LimitText.Title(peak.Set, peak.Limit, peak.Cap))
        .SelectMany(group => group.Select(peak => $"{Figures.Percent(peak.Utilization)} {group.Key}"
            + (group.Count() == 1 ? "" : $" of the {SnakeCase.Of(peak.Limit.Level)}")));

    private static string Stopped(UseSummary use) => string.Join('\n', new[]
    {
        LimitText.Time(use.FirstRefusal),
        use.Blocked == Duration.Zero ? null : LimitText.Wait(use.Blocked),
        use.Never == 0 ? null : $"{use.Never} for good",
    }.OfType<string>());

    private static void WriteDifferences(
        string title, IReadOnlyCollection<Difference> differences, IAnsiConsole console)
    {
        var table = ReportTables.New(title);
        ReportTables.AddNumbers(table, "Line");
        ReportTables.AddWhole(table, "At (UTC)", "Scope, request");
        table.AddColumn("Recorded, instead");
        foreach (var one in differences.Take(MostDifferences))
        {
            ReportTables.AddRow(
                table,
                $"{one.Line}",
                LimitText.Time(one.At),
                $"{LimitText.Broken(one.Scope.Text)}\n{one.Request}",
                $"{LimitText.Answer(one.Recorded)}\n→ {LimitText.Answer(one.Replayed)}");
        }

        console.Write(table);
        if (differences.Count > MostDifferences)
            console.WriteLine($"And {differences.Count - MostDifferences} more; --json lists all.");
    }

    private static string Requests(long count) => count == 1 ? "1 request" : $"{count} requests";
}
