using Plimsoll.House.Rules;

namespace Plimsoll.House;

public class When_the_repository_is_inspected
{
    private static readonly Repository Here = Repository.Here;

    [Fact]
    public void Sizes_shapes_and_literals_are_within_the_rules_or_excused_with_a_reason()
    {
        Finding[] findings = [.. SizeRules.Check(Here), .. ShapeRules.Check(Here), .. ScenarioRules.Check(Here)];
        None(new ExceptionList(Here.Text(ExceptionList.File)).Judge(findings));
    }

    [Fact]
    public void Projects_and_packages_are_those_of_the_table() => None(ProjectRules.Check(Here));

    [Fact]
    public void The_root_holds_only_what_a_newcomer_needs() => None(RootRules.Check(Here));

    [Fact]
    public void Decision_records_are_complete_and_numbered_without_gaps() => None(DecisionRules.Check(Here));

    [Fact]
    public void Documents_link_to_what_exists_and_their_snippets_parse() =>
        None(DocumentRules.Check(Here, OwnNames.Exist));

    [Fact]
    public void Whatever_can_be_set_of_a_gateway_is_documented() => None(SettingRules.Check(Here));

    [Fact]
    public void The_core_needs_only_the_framework() => None(AssemblyRules.CheckOnlyFramework(Built("Plimsoll")));

    [Fact]
    public void The_core_touches_nothing_that_is_banned() =>
        None(AssemblyRules.CheckBanned(Built("Plimsoll"), Here.Text("src/Plimsoll/BannedSymbols.txt")));

    [Fact]
    public void Scenarios_touch_no_clock_chance_machine_state_or_network() => None(AssemblyRules.CheckBanned(
        Built("Plimsoll.Scenarios"), Here.Text("tests/Plimsoll.House.Tests/BannedInScenarios.txt")));

    [Theory]
    [InlineData("plimsoll")]
    [InlineData("test")]
    [InlineData(".ci/run")]
    public void The_commands_are_executable(string path)
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Windows has no executable bit.");
        else
            Assert.True(File.GetUnixFileMode(Path.Combine(Here.Root, path)).HasFlag(UnixFileMode.UserExecute));
    }

    private static string Built(string name) => Path.Combine(AppContext.BaseDirectory, name + ".dll");

    private static void None(IEnumerable<Finding> findings)
    {
        var found = findings.ToList();
        Assert.True(found.Count == 0, $"{found.Count} found:\n{string.Join('\n', found)}");
    }
}
