using System.CommandLine;
using System.CommandLine.Parsing;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Cli;

/// <summary>Instants on the command line, as logs write them.</summary>
internal static class InstantOption
{
    /// <summary>An option; null: not given.</summary>
    /// <param name="description">What the command does with the instant.</param>
    /// <param name="name">Its name.</param>
    public static Option<Instant?> Create(string description, string name = "--at") => new(name)
    {
        Description = description,
        CustomParser = result => Parse(name, result),
    };

    private static Instant? Parse(string name, ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (InstantText.TryParse(text) is { } instant)
            return instant;
        result.AddError($"{name}: found '{text}'; expected {InstantText.Form}.");
        return null;
    }
}
