using Plimsoll.House.Rules;

namespace Plimsoll.House;

/// <summary>The rules find what they exist to find, in repositories that exist only here.</summary>
public class When_a_rule_is_broken_on_purpose
{
    [Fact]
    public void A_file_a_line_a_method_and_a_parameter_list_may_each_be_too_long()
    {
        var statements = string.Concat(Enumerable.Repeat("        x++;\n", 58));
        var method = $"    void Long(int x)\n    {{\n{statements}    }}\n";
        var text = $"class A(int a, int b, int c, int d, int e, int f, int g, int h)\n{{\n{method}}}\n" +
            $"// {new string('-', 118)}\n{new string('\n', 300)}//\n";

        Assert.Equal(
            ["constructor-parameters", "file-lines", "line-columns", "method-lines"],
            Rules(SizeRules.Check(Repository.Of(("src/A.cs", text)))));
    }

    [Fact]
    public void The_budgets_themselves_are_kept()
    {
        var statements = string.Concat(Enumerable.Repeat("        x++;\n", 57));
        var method = $"    void Long(int x)\n    {{\n{statements}    }}\n";
        var text = $"class A(int a, int b, int c, int d, int e, int f, int g)\n{{\n{method}}}\n" +
            $"// {new string('-', 117)}\n{new string('\n', 285)}//\n";

        Assert.Equal(350, text.TrimEnd('\n').Split('\n').Length);
        Assert.Empty(SizeRules.Check(Repository.Of(("src/A.cs", text))));
    }

    [Fact]
    public void A_key_or_an_option_of_a_gateway_may_be_left_out_of_the_documents()
    {
        const string schema = """
            {"properties": {"told": {}, "not-told": {}}, "$defs": {"part": {"properties": {"in-part": {}}}}}
            """;

        Assert.Equal(
            ["the key 'not-told'", "the key 'in-part'", "the option \"--silent\""],
            SettingRules.Check(Repository.Of(
                ("samples/gateway/gateway.schema.json", schema),
                ("src/Plimsoll.Cli/ServeOptions.cs", "new(\"--spoken\"); new(\"--silent\");"),
                ("docs/reference/gateway-config.md", "`a.told`, not-told"),
                ("docs/reference/gateway.md", "`--spoken FILE`")))
                .Select(finding => finding.Message.Split(" is not")[0]));
    }

    [Fact]
    public void A_story_in_Program_may_be_too_long()
    {
        var text = string.Concat(Enumerable.Repeat("Console.WriteLine();\n", 61));
        Assert.Equal(["method-lines"], Rules(SizeRules.Check(Repository.Of(("src/Program.cs", text)))));
    }

    [Theory]
    [InlineData("src/A.cs", "class A; class B;", "one-type")]
    [InlineData("src/A.cs", "class B : Base; class C : Base; class D;", "one-type")]
    [InlineData("src/A.cs", "class B;", "file-name")]
    [InlineData("src/A.cs", "class A { void F() => throw new NotImplementedException(); }", "unfinished")]
    [InlineData("src/A.cs", "class A; // TODO later", "unfinished")]
    [InlineData("src/Helpers/A.cs", "class A;", "folder-name")]
    [InlineData("src/IA.cs", "interface IA; class A : IA;", "interface")]
    public void A_shape_may_be_wrong(string path, string text, string rule) =>
        Assert.Equal([rule], Rules(ShapeRules.Check(Repository.Of((path, text)))));

    [Theory]
    [InlineData("record A(int X); enum B { C }; record D(A A);")]
    [InlineData("abstract class A; class B : A; class C : B;")]
    [InlineData("class A; file class B;")]
    [InlineData("class B : Base; class C : Base;")]
    [InlineData("class A; class OddAttribute : Attribute;")]
    public void A_family_may_share_a_file(string text) =>
        Assert.Empty(ShapeRules.Check(Repository.Of(("src/A.cs", text))));

    [Fact]
    public void An_interface_with_two_implementations_is_welcome() => Assert.Empty(ShapeRules.Check(Repository.Of(
        ("src/IA.cs", "interface IA<T>;"), ("src/B.cs", "class B : IA<int>;"), ("src/C.cs", "class C : N.IA<int>;"))));

    [Theory]
    [InlineData("\"the north pool\"")]
    [InlineData("$\"at {x} North\"")]
    [InlineData("\"of 2026-05-06\"")]
    [InlineData("2026")]
    [InlineData("\"code-review\"")]
    public void Code_may_know_a_scenario(string literal) =>
        Assert.Single(ScenarioRules.Check(KnowingScenario(literal)));

    [Theory]
    [InlineData("\"expected a date such as 2026-05-06\"")]
    [InlineData("\"https://json-schema.org/draft/2020-12/schema\"")]
    [InlineData("\"northern\" // north, 2026-05-06")]
    [InlineData("\"chat\"")]
    public void Code_may_give_examples(string literal) =>
        Assert.Empty(ScenarioRules.Check(KnowingScenario(literal)));

    private static Repository KnowingScenario(string literal) => Repository.Of(
        ("scenarios/a/scenario.yaml", "sites: {north: {}}\ndemand: {populations: {a: {product: code-review}}}"),
        ("scenarios/a/more.yaml", "products: [{product: chat}]"),
        ("src/A.cs", $"class A {{ object X(int x) => {literal}\n; }}"));

    [Theory]
    [InlineData("Plimsoll.Gateway", """<ProjectReference Include="../A/Plimsoll.Scenarios.csproj" />""")]
    [InlineData("Plimsoll.Scenarios", """<PackageReference Include="Newtonsoft.Json" />""")]
    [InlineData("Plimsoll", """<PackageReference Include="Microsoft.CodeAnalysis.BannedApiAnalyzers" />""")]
    [InlineData("Plimsoll.Utilities", "")]
    public void A_project_may_reach_too_far(string name, string items)
    {
        var text = $"<Project><ItemGroup>{items}</ItemGroup></Project>";
        var findings = ProjectRules.Check(Repository.Of(($"src/{name}/{name}.csproj", text)));
        Assert.Contains(findings, f => !f.Message.StartsWith("does not use", StringComparison.Ordinal));
    }

    [Fact]
    public void A_package_may_lack_a_decision()
    {
        var versions = """<Project><ItemGroup><PackageVersion Include="P" Version="1.0" /></ItemGroup></Project>""";
        (string, string)[] files = [("Directory.Packages.props", versions), ("docs/decisions/0001-p.md", "P 1.0: a")];
        Assert.NotEmpty(ProjectRules.Check(Repository.Of(files[0])));
        Assert.Empty(ProjectRules.Check(Repository.Of(files)));
    }

    [Fact]
    public void A_stray_file_may_lie_in_the_root() =>
        Assert.Equal("notes.txt", Assert.Single(RootRules.Check(Repository.Of(("notes.txt", ""), ("src/a", "")))).Path);

    [Fact]
    public void A_decision_may_be_missing_or_half_written()
    {
        const string whole =
            "## Context\n## Options\n## Decision\n## Consequences\n## How we would know we were wrong\n";
        Assert.Empty(DecisionRules.Check(Repository.Of(("docs/decisions/0001-a.md", whole))));
        Assert.Single(DecisionRules.Check(Repository.Of(("docs/decisions/0002-a.md", whole))));
        Assert.Single(DecisionRules.Check(Repository.Of(("docs/decisions/0001-a.md", "## Context\n## Decision\n"))));
    }

    [Theory]
    [InlineData("[a](gone.md)")]
    [InlineData("[a](../../outside.md)")]
    [InlineData("[a](b.md#no-such-heading)")]
    [InlineData("[a](#no-such-heading)")]
    [InlineData("`Plimsoll.Nowhere.Nothing`")]
    [InlineData("```json\n{ \"a\": }\n```")]
    [InlineData("```yaml\na: [1\n```")]
    [InlineData("```csharp\nvar unproven = 1;\n```")]
    public void A_document_may_be_out_of_date(string text) =>
        Assert.Single(DocumentRules.Check(Repository.Of(("docs/a.md", text), ("docs/b.md", "# B b")), OwnNames.Exist));

    [Fact]
    public void A_document_may_be_true()
    {
        var text = "[b](b.md#b-b) [c](https://c.d) [e](../src/) `Plimsoll.Limits.Policy`\n```json\n{}\n```\n";
        var repository = Repository.Of(("docs/a.md", text), ("docs/b.md", "# B b"), ("src/x.cs", ""));
        Assert.Empty(DocumentRules.Check(repository, OwnNames.Exist));
    }

    [Fact]
    public void An_assembly_may_use_what_is_banned()
    {
        var own = typeof(When_a_rule_is_broken_on_purpose).Assembly.Location;
        var banned = "N:System.IO;no\nP:System.AppContext.BaseDirectory;no\nT:System.Random;no\n";
        var found = AssemblyRules.CheckBanned(own, banned).Select(f => f.Message).ToList();
        Assert.Contains("uses System.IO.File", found);
        Assert.Contains("uses System.AppContext.BaseDirectory", found);
        Assert.DoesNotContain("uses System.Random", found);
        Assert.Contains("needs Markdig at run time", AssemblyRules.CheckOnlyFramework(own).Select(f => f.Message));
    }

    [Fact]
    public void An_exception_excuses_one_file_and_must_be_needed()
    {
        Finding[] findings = [new("file-lines", "src/A.cs", "long"), new("file-lines", "src/B.cs", "long")];
        var list = new ExceptionList("# note\nfile-lines src/A.cs why\nfile-lines src/C.cs why\nfile-lines src/D.cs\n");
        Assert.Equal(
            [ExceptionList.File, "src/B.cs", ExceptionList.File], list.Judge(findings).Select(f => f.Path));
    }

    private static List<string> Rules(IEnumerable<Finding> findings) =>
        [.. findings.Select(f => f.Rule).Distinct().Order(StringComparer.Ordinal)];
}
