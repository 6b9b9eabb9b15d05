using System.CommandLine;

namespace Plimsoll.Cli;

/// <summary><c>--json</c>: print for programs, not for people.</summary>
internal sealed class JsonOption : Option<bool>
{
    public JsonOption(string description)
        : base("--json") => Description = description;
}
