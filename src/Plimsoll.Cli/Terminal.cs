using Spectre.Console;

namespace Plimsoll.Cli;

/// <summary>The consoles that commands write to.</summary>
internal static class Terminal
{
    /// <summary>Columns that tables are laid out for; a narrower window breaks lines rather than words.</summary>
    private const int Columns = 116;

    /// <summary>Standard output, colored only where a person reads it and has not set NO_COLOR.</summary>
    public static IAnsiConsole Output => Open(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error, likewise.</summary>
    public static IAnsiConsole Error => Open(Console.Error, Console.IsErrorRedirected);

    extension(IAnsiConsole console)
    {
        /// <summary>The text behind it, past its line breaking: what is copied or searched stays whole.</summary>
        public TextWriter Lines => console.Profile.Out.Writer;
    }

    /// <summary>Opens a console of fixed width, so that the same plan gives the same text on every machine.</summary>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="plain">Whether to leave colors out.</param>
    public static IAnsiConsole Open(TextWriter writer, bool plain = true)
    {
        var colorless = plain || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(plain ? new TrimmedLines(writer) : writer),
            Ansi = colorless ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = colorless ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        console.Profile.Width = Columns;
        return console;
    }
}
