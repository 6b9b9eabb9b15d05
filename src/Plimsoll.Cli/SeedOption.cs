using System.CommandLine;
using System.Globalization;

namespace Plimsoll.Cli;

/// <summary>What all chance is drawn from.</summary>
internal static class SeedOption
{
    /// <summary>The option; 1 when it is not given.</summary>
    public static Option<ulong> Create() => new("--seed")
    {
        Description = "Seed of all chance: the same seed gives the same bytes.",
        DefaultValueFactory = _ => 1,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (!ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
                result.AddError($"--seed: found '{text}', expected a whole number of 0 to {ulong.MaxValue}.");
            return seed;
        },
    };
}
