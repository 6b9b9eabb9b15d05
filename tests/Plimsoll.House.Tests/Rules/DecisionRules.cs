using System.Globalization;
using System.Text.RegularExpressions;

namespace Plimsoll.House.Rules;

/// <summary>Decision records: numbered without gaps, each with the sections that make it one.</summary>
public static partial class DecisionRules
{
    private static readonly string[] Sections =
        ["Context", "Options", "Decision", "Consequences", "How we would know we were wrong"];

    public static IEnumerable<Finding> Check(Repository repository)
    {
        var number = 0;
        foreach (var path in repository.Under(".md", "docs/decisions"))
        {
            var match = FileName().Match(path);
            number++;
            if (!match.Success || int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) != number)
                yield return new Finding("decisions", path, $"expected the name {number:0000}-words-in-lower-case.md");

            var headings = repository.Text(path).Split('\n').Where(l => l.StartsWith("## ", StringComparison.Ordinal));
            var found = headings.Select(l => l[3..].Trim()).ToList();
            if (!found.SequenceEqual(Sections))
                yield return new Finding("decisions", path, $"sections {Listed(found)}, expected {Listed(Sections)}");
        }
    }

    private static string Listed(IEnumerable<string> names) => $"[{string.Join(", ", names)}]";

    [GeneratedRegex(@"^docs/decisions/(\d{4})-[a-z0-9-]+\.md$")]
    private static partial Regex FileName();
}
