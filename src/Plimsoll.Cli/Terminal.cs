using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>The consoles that commands write to.</summary>
internal static class Terminal
{
    /// <summary>Columns that tables are laid out for; a narrower window breaks lines rather than words.</summary>
    private const int Columns = 116;

    /// <summary>Opens a console of fixed width, so that the same plan gives the same text on every machine.</summary>
    public static IAnsiConsole Open(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = Columns;
        return console;
    }
}
