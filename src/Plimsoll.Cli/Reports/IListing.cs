using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Something that is listed for people or for programs.</summary>
internal interface IListing
{
    /// <summary>As programs read it.</summary>
    string Json();

    /// <summary>As people read it.</summary>
    void Write(IAnsiConsole output);
}
