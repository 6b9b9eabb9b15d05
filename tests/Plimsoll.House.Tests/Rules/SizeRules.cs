using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Plimsoll.House.Rules;

/// <summary>Budgets of size: a file, a line, a method, a parameter list.</summary>
public static class SizeRules
{
    public const int FileLines = 350;
    public const int TestFileLines = 450;
    public const int LineColumns = 120;
    public const int MethodLines = 60;
    public const int TestMethodLines = 80;
    public const int ConstructorParameters = 7;

    public static IEnumerable<Finding> Check(Repository repository)
    {
        foreach (var path in repository.Under(".cs", "src"))
        {
            foreach (var finding in Check(path, repository.Text(path), FileLines, MethodLines))
                yield return finding;
        }

        foreach (var path in repository.Under(".cs", "tests", "bench", "samples", "eng"))
        {
            foreach (var finding in Check(path, repository.Text(path), TestFileLines, TestMethodLines))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> Check(string path, string text, int fileLines, int methodLines)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        if (lines.Length > fileLines)
            yield return new Finding("file-lines", path, $"{lines.Length} lines, at most {fileLines}");

        for (var i = 0; i < lines.Length; i++)
        {
            var columns = lines[i].TrimEnd('\r').EnumerateRunes().Count();
            if (columns > LineColumns)
                yield return new Finding("line-columns", path, $"line {i + 1}: {columns} columns of {LineColumns}");
        }

        var root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
        foreach (var finding in CheckMembers(path, root, methodLines))
            yield return finding;
    }

    private static IEnumerable<Finding> CheckMembers(string path, CompilationUnitSyntax root, int methodLines)
    {
        foreach (var body in root.DescendantNodes().Where(IsBody))
        {
            var lines = LinesOf(body.GetLocation(), body.GetLocation());
            if (lines > methodLines)
                yield return new Finding("method-lines", path, $"{NameOf(body)}: {lines} lines, at most {methodLines}");
        }

        var story = root.Members.OfType<GlobalStatementSyntax>().Select(s => s.GetLocation()).ToList();
        if (story.Count > 0 && LinesOf(story[0], story[^1]) is var length && length > methodLines)
            yield return new Finding("method-lines", path, $"the program: {length} lines, at most {methodLines}");

        foreach (var (name, parameters) in root.DescendantNodes().Select(ConstructorOf).OfType<(string, int)>())
        {
            if (parameters > ConstructorParameters)
            {
                yield return new Finding(
                    "constructor-parameters", path, $"{name} takes {parameters}, at most {ConstructorParameters}");
            }
        }
    }

    private static bool IsBody(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            or PropertyDeclarationSyntax { ExpressionBody: not null };

    private static (string Name, int Parameters)? ConstructorOf(SyntaxNode node) => node switch
    {
        TypeDeclarationSyntax { ParameterList: { } list } type => (type.Identifier.Text, list.Parameters.Count),
        ConstructorDeclarationSyntax made => (made.Identifier.Text, made.ParameterList.Parameters.Count),
        _ => null,
    };

    private static string NameOf(SyntaxNode body) => body switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        _ => body.Kind().ToString(),
    };

    private static int LinesOf(Location first, Location last) =>
        last.GetLineSpan().EndLinePosition.Line - first.GetLineSpan().StartLinePosition.Line + 1;
}
