using System.Collections.Immutable;
using System.CommandLine;
using Plimsoll.Footprint;
using Plimsoll.Limits.Replay;

namespace Plimsoll.Cli.Reports;

/// <summary>What a footprint can be told apart by, as options and tables name it.</summary>
internal static class FootprintColumnNames
{
    private static readonly ImmutableArray<(string Name, FootprintColumns Column)> All =
    [
        ("hour", FootprintColumns.Hour),
        ("month", FootprintColumns.Month),
        ("site", FootprintColumns.Site),
        ("use", FootprintColumns.Use),
        ("class", FootprintColumns.Class),
        ("plan", FootprintColumns.Plan),
        ("organization", FootprintColumns.Organization),
    ];

    private static readonly string[] Names = [.. All.Select(one => one.Name)];

    /// <summary>Names of columns, in the order of keys.</summary>
    public static IEnumerable<string> Of(FootprintColumns columns) =>
        All.Where(one => columns.HasFlag(one.Column)).Select(one => one.Name);

    /// <summary>What a key has in a column.</summary>
    public static string ValueOf(in FootprintKey key, string name) => name switch
    {
        "hour" => InstantText.Of(key.Start!.Value),
        "month" => DateOption.Text(key.Start!.Value.Date)[..7],
        "site" => key.Site!,
        "use" => FootprintText.Of(key.Use!.Value),
        "class" => key.Class!,
        "plan" => key.Plan!,
        _ => key.Organization!,
    };

    /// <summary><c>--by</c>.</summary>
    public static Option<FootprintColumns?> CreateOption() => new("--by")
    {
        HelpName = "columns",
        Description = $"Rows told apart by {string.Join(", ", Names)}, joined by commas, in place of the usual tables.",
        CustomParser = result =>
        {
            var columns = FootprintColumns.None;
            foreach (var name in (result.Tokens.Count == 1 ? result.Tokens[0].Value : "").Split(','))
            {
                var column = All.FirstOrDefault(one => one.Name == name).Column;
                if (column == FootprintColumns.None)
                {
                    result.AddError(
                        $"--by: found '{name}'{NearestName.Hint(name, Names)}; known: {string.Join(", ", Names)}.");
                }

                columns |= column;
            }

            if (columns.HasFlag(FootprintColumns.Hour | FootprintColumns.Month))
                result.AddError("--by: found hour and month; expected one of them.");
            return columns;
        },
    };
}
