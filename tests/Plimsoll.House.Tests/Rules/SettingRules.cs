using System.Text.Json;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Plimsoll.House.Rules;

/// <summary>Whatever can be set of a gateway is documented: keys of its file, options of its command.</summary>
public static partial class SettingRules
{
    private const string Schema = "samples/gateway/gateway.schema.json";
    private const string Options = "src/Plimsoll.Cli/ServeOptions.cs";
    private const string Reference = "docs/reference/gateway.md";
    private static readonly string[] KeyTables = ["docs/reference/gateway-config.md", "docs/reference/batches.md"];

    public static IEnumerable<Finding> Check(Repository repository)
    {
        var keys = KeyTables.Where(repository.Has).SelectMany(path => Code(repository, path)).ToHashSet();
        foreach (var key in Keys(repository.Text(Schema)).Where(key => !keys.Contains(key)))
            yield return new Finding("settings", Schema, $"the key '{key}' is not in {string.Join(" or ", KeyTables)}");
        var options = Code(repository, Reference).ToHashSet();
        foreach (Match match in Option().Matches(repository.Text(Options)))
        {
            if (!options.Contains(match.Value.Trim('"')))
                yield return new Finding("settings", Options, $"the option {match.Value} is not in {Reference}");
        }
    }

    /// <summary>Names of all properties of all objects that a schema describes.</summary>
    private static List<string> Keys(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var root = document.RootElement;
        var objects = root.TryGetProperty("$defs", out var shapes)
            ? shapes.EnumerateObject().Select(shape => shape.Value).Prepend(root)
            : [root];
        return
        [
            .. objects.Where(one => one.TryGetProperty("properties", out _))
                .SelectMany(one => one.GetProperty("properties").EnumerateObject().Select(key => key.Name)).Distinct(),
        ];
    }

    /// <summary>Words of all that a document writes as code in its text.</summary>
    private static IEnumerable<string> Code(Repository repository, string path) =>
        DocumentRules.Parse(repository.Text(path)).Descendants<CodeInline>()
            .SelectMany(code => Word().Matches(code.Content).Select(word => word.Value));

    [GeneratedRegex("(--)?[a-z0-9]+(-[a-z0-9]+)*")]
    private static partial Regex Word();

    [GeneratedRegex("\"--[a-z-]+\"")]
    private static partial Regex Option();
}
