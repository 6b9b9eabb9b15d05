using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>How the tables of all reports look.</summary>
internal static class ReportTables
{
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

    /// <summary>Adds a row of plain texts.</summary>
    public static void AddRow(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(cell)));

    /// <summary>A text in the color of what is well or is not.</summary>
    public static string Colored(bool good, string text) => good ? $"[green]{text}[/]" : $"[red]{text}[/]";
}
