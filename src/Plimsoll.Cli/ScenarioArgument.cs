using System.CommandLine;

namespace Plimsoll.Cli;

/// <summary>The scenario that a command works on.</summary>
internal static class ScenarioArgument
{
    private const string Shipped = "scenarios";
    private const string Default = "colossus-1";

    /// <summary>The argument, with the shipped scenario as its default.</summary>
    public static Argument<string> Create() => new("scenario")
    {
        Description = "A directory with a scenario.yaml, a YAML file, or the name of a shipped scenario.",
        DefaultValueFactory = _ => Default,
    };

    /// <summary>The path that is meant: what was given if it exists, else the shipped scenario of that name.</summary>
    public static string Resolve(string given)
    {
        if (Path.Exists(given))
            return given;
        var shipped = Path.Combine(AppContext.BaseDirectory, Shipped, given);
        return Path.Exists(shipped) ? shipped : given;
    }
}
