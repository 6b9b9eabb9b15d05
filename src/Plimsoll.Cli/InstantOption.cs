using System.CommandLine;
using System.CommandLine.Parsing;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Cli;

/// <summary>Instants on the command line, as logs write them.</summary>
internal static class InstantOption
{
    /// <summary>The <c>--at</c> option; null: not given.</summary>
    /// <param name="description">What the command does with the instant.</param>
    public static Option<Instant?> Create(string description) => new("--at")
    {
        Description = description,
        CustomParser = Parse,
    };

    private static Instant? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (InstantText.TryParse(text) is { } instant)
            return instant;
        result.AddError($"--at: found '{text}'; expected {InstantText.Form}.");
        return null;
    }
}
