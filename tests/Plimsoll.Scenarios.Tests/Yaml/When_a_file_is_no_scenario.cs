namespace Plimsoll.Scenarios.Tests.Yaml;

public class When_a_file_is_no_scenario
{
    [Theory]
    [InlineData("", "s.yaml:1:1: the file is empty; expected a mapping of keys")]
    [InlineData("# nothing but a comment\n", "s.yaml:1:1: the file is empty; expected a mapping of keys")]
    [InlineData("- a\n", "s.yaml:1:1: found a list; expected a mapping of keys")]
    [InlineData("title: a\n---\ntitle: b\n",
        "s.yaml:2:1: found a second document; write one document in a file and use 'include'")]
    [InlineData("sites:\n\tnorth: 1\n", "s.yaml:2:1: found a tab in the indentation; indent with spaces")]
    [InlineData("title: a\nsites:\n  north:\n\tpower: 1\n",
        "s.yaml:4:1: found a tab in the indentation; indent with spaces")]
    [InlineData("include: all.yaml\n", "s.yaml:1:10: found 'all.yaml'; expected a list of files, such as [plans.yaml]")]
    [InlineData("include: [/etc/passwd]\n", "s.yaml:1:11: found '/etc/passwd'; expected a file relative to this one")]
    [InlineData("include: [gone.yaml]\n",
        "s.yaml:1:11: there is no file 'gone.yaml'; paths are relative to the file that includes")]
    [InlineData("include: [s.yaml]\n",
        "s.yaml:1:11: 's.yaml' includes itself, directly or by way of others; remove one of the includes")]
    public void It_says_so_at_the_place_and_nothing_else(string text, string expected) =>
        Assert.Equal([expected], Scenario.Errors(("s.yaml", text)));

    [Fact]
    public void A_syntax_error_is_reported_where_it_is()
    {
        var error = Assert.Single(Scenario.Errors(("s.yaml", "title: a\nsites: {north: [1, 2}\n")));
        Assert.StartsWith("s.yaml:2:", error, StringComparison.Ordinal);
        Assert.Contains("this is not YAML", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_refused_before_it_exhausts_the_stack()
    {
        var error = Assert.Single(Scenario.Errors(("s.yaml", $"a: {new string('[', 100_000)}")));
        Assert.Contains("found more than 64 levels of nesting", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_are_refused()
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllBytes(file, [(byte)'a', (byte)':', 0xff]);
        try
        {
            Assert.Equal([$"{file}:1:1: byte 2 is not UTF-8; save the file as UTF-8"],
                Scenario.Errors(ScenarioFile.Load(file)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_key_written_twice_names_both_places() => Assert.Equal(
        ["s.yaml:2:1: 'title' is already defined at s.yaml:1:1; define it once"],
        Scenario.Errors(("s.yaml", "title: Twice\n" + Scenario.SmallText)));

    [Fact]
    public void Anchors_and_aliases_are_refused()
    {
        var errors = Scenario.Errors(("s.yaml", Scenario.SmallText
            .Replace("power: 1 GW", "power: &large 1 GW", StringComparison.Ordinal)
            .Replace("feeds: 4", "feeds: *large", StringComparison.Ordinal)));

        Assert.Contains("s.yaml:34:12: anchors such as &large are not accepted; remove it or use 'include'", errors);
        Assert.Contains(
            "s.yaml:36:12: aliases such as *large are not accepted; write the value out or use 'include'", errors);
    }

    [Fact]
    public void A_path_that_does_not_exist_is_an_error_and_not_an_exception() => Assert.Equal(
        ["gone:1:1: there is no such file; expected a scenario file or a directory with a scenario.yaml"],
        Scenario.Errors(ScenarioFile.Load("gone")));
}
