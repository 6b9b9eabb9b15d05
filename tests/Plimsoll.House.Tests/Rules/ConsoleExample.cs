using Markdig.Syntax;

namespace Plimsoll.House.Rules;

/// <summary>A <c>$ ./plimsoll ...</c> command in a document's console block, and the output shown below it.</summary>
/// <param name="Path">The document.</param>
/// <param name="Line">Line of the command, from 1.</param>
/// <param name="Command">What follows the dollar sign.</param>
/// <param name="Output">Lines shown; a line of three dots stands for any lines. Empty: any output.</param>
/// <param name="ExitCode">What the command must end with: 0, or n in a block marked <c>(exits n)</c>.</param>
public sealed record ConsoleExample(string Path, int Line, string Command, IReadOnlyList<string> Output, int ExitCode)
{
    public const string Program = "./plimsoll";

    /// <summary>Every command of the README and the docs, but for blocks marked <c>(not run)</c>.</summary>
    public static IEnumerable<ConsoleExample> In(Repository repository)
    {
        foreach (var path in repository.Under(".md", "docs").Concat(repository.Paths.Where(p => p == "README.md")))
        {
            var blocks = DocumentRules.Parse(repository.Text(path)).Descendants<FencedCodeBlock>();
            foreach (var block in blocks.Where(b => b.Info == "console" && b.Arguments?.Trim() != "(not run)"))
            {
                foreach (var example in In(path, block))
                    yield return example;
            }
        }
    }

    /// <summary>The program's arguments; quotes hold words together.</summary>
    /// <exception cref="FormatException">The command asks more of a shell than that.</exception>
    public IReadOnlyList<string> Arguments()
    {
        var words = new List<string>();
        var (word, quote, begun) = ("", '\0', false);
        foreach (var c in Command + " ")
        {
            if (quote == '\0' && c is '|' or '>' or '<' or '&' or ';' or '$' or '`' or '\\')
                throw new FormatException($"{Path}:{Line}: '{c}' needs a shell; write it plainly or mark it (not run)");
            if (c == quote)
                quote = '\0';
            else if (quote == '\0' && c is '\'' or '"')
                (quote, begun) = (c, true);
            else if (quote != '\0' || c != ' ')
                (word, begun) = (word + c, true);
            else if (begun)
                (word, begun) = (Keep(word), false);
        }

        return words[1..];

        string Keep(string finished)
        {
            words.Add(finished);
            return "";
        }
    }

    /// <summary>Whether <paramref name="actual"/> is what the document shows.</summary>
    public bool Shows(IReadOnlyList<string> actual) => Output.Count == 0 || Matches(0, actual, 0);

    private bool Matches(int shown, IReadOnlyList<string> actual, int at)
    {
        if (shown == Output.Count)
            return at == actual.Count;
        if (Output[shown] == "...")
            return Enumerable.Range(at, actual.Count - at + 1).Any(next => Matches(shown + 1, actual, next));
        return at < actual.Count && Output[shown] == actual[at] && Matches(shown + 1, actual, at + 1);
    }

    private static IEnumerable<ConsoleExample> In(string path, FencedCodeBlock block)
    {
        var exit = block.Arguments?.Trim() is { Length: > 0 } mark ? ExitCodeIn(path, block, mark) : 0;
        var lines = block.Lines.ToString().Split('\n').Select(l => l.TrimEnd()).ToList();
        for (var i = 0; i < lines.Count; i++)
        {
            if (!lines[i].StartsWith($"$ {Program}", StringComparison.Ordinal))
                continue;
            var output = lines.Skip(i + 1).TakeWhile(l => !l.StartsWith("$ ", StringComparison.Ordinal)).ToList();
            yield return new ConsoleExample(path, block.Line + i + 2, lines[i][2..], WithoutBlankEnds(output), exit);
        }
    }

    /// <summary>Lines without the blank ones that only set a block apart.</summary>
    public static IReadOnlyList<string> WithoutBlankEnds(IEnumerable<string> lines)
    {
        var kept = lines.Select(l => l.TrimEnd()).SkipWhile(l => l.Length == 0).ToList();
        while (kept.Count > 0 && kept[^1].Length == 0)
            kept.RemoveAt(kept.Count - 1);
        return kept;
    }

    private static int ExitCodeIn(string path, FencedCodeBlock block, string mark) =>
        mark.StartsWith("(exits ", StringComparison.Ordinal) && int.TryParse(mark[7..].TrimEnd(')'), out var code)
            ? code
            : throw new FormatException($"{path}:{block.Line + 1}: '{mark}'; expected (not run), (exits n) or nothing");
}
