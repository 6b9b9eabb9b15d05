using System.CommandLine;
using Plimsoll.Planning.Search;
using Plimsoll.Scenarios;

namespace Plimsoll.Cli;

/// <summary>The limit that is to hold, and at which multiple.</summary>
internal sealed class TargetArgument
{
    private const double MostMultiple = 10_000;

    public TargetArgument() => ScenarioArgument.RefuseOptions(Limit);

    /// <summary>Key of the limit.</summary>
    public Argument<string> Limit { get; } = new("limit")
    {
        Description = "A limit as plan --json names it by key, such as all-sessions, or policy for the whole load.",
    };

    /// <summary>Its multiple; null: not given.</summary>
    public Option<double?> Multiple { get; } = NumberOption.Create(
        "--to",
        "Multiple of the limit after the change, or of the whole load; default 2, of the whole load 1.",
        $"a number above 0, at most {MostMultiple}, such as 1.5",
        value => value is > 0 and <= MostMultiple);

    /// <summary>What has to hold; null where there is no such limit.</summary>
    public Target? Of(ParseResult parsed, ServiceMargins service) =>
        Target.Of(service, parsed.GetRequiredValue(Limit), parsed.GetValue(Multiple));

    /// <summary>What is wrong with it.</summary>
    public IEnumerable<Diagnostic> Errors(ParseResult parsed, ServiceMargins service) => NamedOption.Unknown(
        "LIMIT",
        [parsed.GetRequiredValue(Limit)],
        "a limit",
        [Target.WholePolicy, .. Target.Dials(service.Model).Select(dial => dial.Key)]);
}
