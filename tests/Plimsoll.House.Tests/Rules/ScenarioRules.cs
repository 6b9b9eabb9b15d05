using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using YamlDotNet.RepresentationModel;

namespace Plimsoll.House.Rules;

/// <summary>
/// Code knows no scenario: what the shipped one is about (its names, places and days) stands in its files alone.
/// Comments may give examples, and so may messages, after <c>such as</c>.
/// </summary>
public static partial class ScenarioRules
{
    private static readonly string[] Named = ["sites", "classes", "changes", "accelerators"];
    private static readonly string[] Places = ["SpaceX", "Memphis", "Colossus", "Rainier"];

    public static IEnumerable<Finding> Check(Repository repository)
    {
        HashSet<string> names = [.. Places, .. repository.Under(".yaml", "scenarios")
            .SelectMany(path => NamesIn(repository.Text(path)))];
        var words = new Regex(
            $@"(?<![\w-])({string.Join('|', names.Order(StringComparer.Ordinal).Select(Regex.Escape))})(?![\w-])",
            RegexOptions.IgnoreCase);
        return
            from path in repository.Under(".cs", "src")
            from token in CSharpSyntaxTree.ParseText(repository.Text(path)).GetRoot().DescendantTokens()
            let text = Example().Replace(Literal(token), "")
            let found = Day().Match(text) is { Success: true } day ? day : words.Match(text)
            where found.Success
            select new Finding(
                "scenario-literal", path, $"'{found.Value}' belongs in a scenario; read it from there");
    }

    private static IEnumerable<string> NamesIn(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        var top = (YamlMappingNode)stream.Documents[0].RootNode;
        var keys = Named.Where(name => top.Children.ContainsKey(name))
            .SelectMany(name => ((YamlMappingNode)top.Children[name]).Children.Keys);
        var products = top.AllNodes.OfType<YamlMappingNode>()
            .SelectMany(node => node.Children).Where(child => child.Key.ToString() == "product")
            .Select(child => child.Value);
        // A product such as `chat` is an ordinary word.
        return keys.Concat(products.Where(product => product.ToString().Contains('-'))).Select(name => name.ToString());
    }

    private static string Literal(SyntaxToken token) =>
        token.IsKind(SyntaxKind.StringLiteralToken) || token.IsKind(SyntaxKind.InterpolatedStringTextToken)
        || token.IsKind(SyntaxKind.SingleLineRawStringLiteralToken)
        || token.IsKind(SyntaxKind.MultiLineRawStringLiteralToken)
        || token.IsKind(SyntaxKind.NumericLiteralToken) ? token.ValueText : "";

    // Earlier years are those of API versions and of the time-zone tables' beginning.
    [GeneratedRegex(@"\b20(2[5-9]|3\d)(-\d\d-\d\d)?\b(?!-)")]
    private static partial Regex Day();

    [GeneratedRegex("such as [^.;]*")]
    private static partial Regex Example();
}
