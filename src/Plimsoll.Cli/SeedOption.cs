using System.CommandLine;

namespace Plimsoll.Cli;

/// <summary>What all chance is drawn from.</summary>
internal static class SeedOption
{
    /// <summary>The option; 1 when it is not given.</summary>
    public static Option<ulong> Create() => new("--seed")
    {
        Description = "Seed of all chance: the same seed gives the same bytes.",
        DefaultValueFactory = _ => 1,
    };
}
