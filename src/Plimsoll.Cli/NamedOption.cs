using Plimsoll.Scenarios;

namespace Plimsoll.Cli;

/// <summary>Options whose values are names that a scenario defines.</summary>
internal static class NamedOption
{
    /// <summary>What is wrong with values of an option: those that the scenario does not know.</summary>
    /// <param name="option">The option, as typed.</param>
    /// <param name="found">Its values.</param>
    /// <param name="what">What the names are of, such as <c>a site</c>.</param>
    /// <param name="known">Names that there are.</param>
    public static IEnumerable<Diagnostic> Unknown(
        string option, IReadOnlyList<string> found, string what, IReadOnlyList<string> known) =>
        found.Index().Where(value => !known.Contains(value.Item)).Select(value => new Diagnostic(
            option, value.Index + 1, 1, "", $"found '{value.Item}'; expected the name of {what}"
                + $"{NearestName.Hint(value.Item, known)}; known: {NearestName.List(known)}"));
}
