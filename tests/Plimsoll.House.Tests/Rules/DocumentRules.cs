using System.Text.Json;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Plimsoll.House.Rules;

/// <summary>Documents that still tell the truth: links, named types and folders, JSON, YAML and C# snippets.</summary>
public static partial class DocumentRules
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).Build();

    /// <param name="repository">Where the documents are.</param>
    /// <param name="exists">Whether a dotted name such as <c>Plimsoll.Limits.Policy</c> is one of ours.</param>
    public static IEnumerable<Finding> Check(Repository repository, Func<string, bool> exists)
    {
        foreach (var path in repository.Paths.Where(p => p.EndsWith(".md", StringComparison.Ordinal)))
        {
            var document = Parse(repository.Text(path));
            foreach (var link in document.Descendants<LinkInline>())
            {
                if (BrokenLink(repository, path, link.Url ?? "") is { } problem)
                    yield return new Finding("links", path, $"line {link.Line + 1}: {problem}");
            }

            foreach (var code in document.Descendants<CodeInline>())
            {
                if (DottedName().IsMatch(code.Content) && !exists(code.Content))
                    yield return new Finding("names", path, $"line {code.Line + 1}: {code.Content} does not exist");
            }

            foreach (var block in document.Descendants<FencedCodeBlock>())
            {
                if ((BrokenSnippet(block) ?? UnprovenCode(repository, block)) is { } problem)
                    yield return new Finding("snippets", path, $"line {block.Line + 1}: {problem}");
            }
        }
    }

    /// <summary>A document with its lines counted and its headings named as GitHub names them.</summary>
    public static MarkdownDocument Parse(string text) => Markdown.Parse(text, Pipeline);

    private static string? BrokenLink(Repository repository, string from, string url)
    {
        if (url.Contains("://", StringComparison.Ordinal) || url.StartsWith("mailto:", StringComparison.Ordinal))
            return null;
        var parts = url.Split('#', 2);
        var target = parts[0].Length == 0 ? from : Resolve(from, Uri.UnescapeDataString(parts[0]));
        if (target is null || !repository.Has(target))
            return $"link to {url} leads nowhere";
        if (parts.Length < 2 || !target.EndsWith(".md", StringComparison.Ordinal))
            return null;
        var headings = Parse(repository.Text(target)).Descendants<HeadingBlock>().Select(h => h.GetAttributes().Id);
        return headings.Contains(parts[1]) ? null : $"{target} has no heading #{parts[1]}";
    }

    private static string? Resolve(string from, string relative)
    {
        var parts = new Stack<string>(from.Split('/')[..^1]);
        foreach (var part in relative.Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
                parts.Push(part);
            else if (!parts.TryPop(out _))
                return null;
        }

        return string.Join('/', parts.Reverse());
    }

    private static string? BrokenSnippet(FencedCodeBlock block)
    {
        var text = block.Lines.ToString();
        try
        {
            if (block.Info == "json")
                using (JsonDocument.Parse(text))
                    return null;
            if (block.Info is "yaml" or "yml")
                new YamlStream().Load(new StringReader(text));
            return null;
        }
        catch (JsonException exception)
        {
            return $"not JSON: {exception.Message}";
        }
        catch (YamlException exception)
        {
            return $"not YAML: {exception.Message}";
        }
    }

    /// <summary>C# in a document is proven by standing, line for line, in a test that runs.</summary>
    private static string? UnprovenCode(Repository repository, FencedCodeBlock block)
    {
        if (block.Info != "csharp")
            return null;
        var tests = repository.Under(".cs", "tests").Select(repository.Text).ToList();
        return block.Lines.ToString().Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && !tests.Any(test => test.Contains(line, StringComparison.Ordinal)))
            .Select(line => $"no test contains '{line}'").FirstOrDefault();
    }

    [GeneratedRegex(@"^Plimsoll(\.[A-Z]\w*)+$")]
    private static partial Regex DottedName();
}
