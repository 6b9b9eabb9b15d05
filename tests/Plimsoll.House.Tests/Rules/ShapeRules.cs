using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Plimsoll.House.Rules;

/// <summary>What a file may hold, what a folder may be called, and which interfaces earn their place.</summary>
public static partial class ShapeRules
{
    private static readonly string[] EmptyNames = ["Services", "Managers", "Helpers", "Models", "Utils", "Common"];

    public static IEnumerable<Finding> Check(Repository repository) =>
    [
        .. repository.Under(".cs", "src").SelectMany(path => CheckFile(path, repository.Text(path))),
        .. CheckFolders(repository),
        .. CheckInterfaces(repository),
    ];

    private static IEnumerable<Finding> CheckFile(string path, string text)
    {
        foreach (Match match in Unfinished().Matches(text))
            yield return new Finding("unfinished", path, $"'{match.Value}' at {match.Index}; finish it or delete it");

        var types = TypesIn(text).Where(t => !t.Modifiers.Any(m => m.IsKind(SyntaxKind.FileKeyword))).ToList();
        var words = Path.GetFileName(path).Split('.')[..^1];
        var named = types.Any(t => t.Identifier.Text == words[0]) ? words[0] : string.Concat(words);

        // A family is the data that one document or one answer is made of, a type and those that derive from it, or
        // types that share a base. Attributes and generated JSON readers belong to the data that they describe.
        HashSet<string> names = [.. types.Select(t => t.Identifier.Text), "Attribute", "JsonSerializerContext"];
        var heads = types.Select(BasesOf).Where(bases => !bases.Any(names.Contains)).ToList();
        if (heads.Count > 0)
            names.UnionWith(heads.Aggregate((all, own) => all.Intersect(own)));
        var strangers = types
            .Where(t => t.Identifier.Text != named && t is not (RecordDeclarationSyntax or EnumDeclarationSyntax))
            .Where(t => !BasesOf(t).Any(names.Contains))
            .Select(t => t.Identifier.Text)
            .ToList();
        if (types.Count == 1 && names.Add(named))
            yield return new Finding("file-name", path, $"declares {types[0].Identifier.Text}, but no {named}");
        else if (strangers.Count > 0)
            yield return new Finding("one-type", path, $"give {string.Join(", ", strangers)} files of their own");
    }

    private static IEnumerable<Finding> CheckFolders(Repository repository) =>
        from path in repository.Under("", "src", "tests")
        let folder = path.Split('/')[..^1].FirstOrDefault(EmptyNames.Contains)
        where folder is not null
        select new Finding("folder-name", path, $"folder '{folder}' names no part of the domain");

    private static IEnumerable<Finding> CheckInterfaces(Repository repository)
    {
        var types = repository.Under(".cs", "src")
            .SelectMany(path => AllTypesIn(repository.Text(path)).Select(type => (Path: path, Type: type)))
            .ToList();
        foreach (var (path, type) in types.Where(t => t.Type is InterfaceDeclarationSyntax))
        {
            var name = type.Identifier.Text;
            var count = types.Count(t => t.Type is not InterfaceDeclarationSyntax && BasesOf(t.Type).Contains(name));
            if (count < 2)
            {
                yield return new Finding(
                    "interface", path, $"{name} has {count} implementations; expected two, or a process boundary");
            }
        }
    }

    private static IEnumerable<BaseTypeDeclarationSyntax> TypesIn(string text) =>
        AllTypesIn(text).Where(t => t.Parent is not BaseTypeDeclarationSyntax);

    private static IEnumerable<BaseTypeDeclarationSyntax> AllTypesIn(string text) =>
        CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>();

    private static IEnumerable<string> BasesOf(BaseTypeDeclarationSyntax type) =>
        type.BaseList?.Types.Select(t => t.Type switch
        {
            SimpleNameSyntax simple => simple.Identifier.Text,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.Text,
            var other => other.ToString(),
        }) ?? [];

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException|#region")]
    private static partial Regex Unfinished();
}
