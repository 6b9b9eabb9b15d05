using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>How tables about limits look.</summary>
internal static class LimitTables
{
    private const int LongestScope = 24;

    /// <summary>An empty table.</summary>
    public static Table New(string title) =>
        new() { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(title)) };

    /// <summary>Adds columns of numbers.</summary>
    public static void AddNumbers(Table table, params string[] names)
    {
        foreach (var name in names)
            table.AddColumn(new TableColumn(name).RightAligned().NoWrap());
    }

    /// <summary>Adds columns whose words stay together.</summary>
    public static void AddWhole(Table table, params string[] names)
    {
        foreach (var name in names)
            table.AddColumn(new TableColumn(name).NoWrap());
    }

    /// <summary>The name of a scope, on one line a part where it is long.</summary>
    public static string Broken(string scope) =>
        scope.Length > LongestScope ? scope.Replace("/", "/\n", StringComparison.Ordinal) : scope;

    /// <summary>Adds a row of plain texts.</summary>
    public static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));
}
