namespace Plimsoll.Scenarios.Tests.Validation;

/// <summary>
/// The tables are <c>Fixtures/wrong-values.txt</c> and <c>Fixtures/wrong-limits.txt</c>: their lines are as long as the
/// messages are.
/// </summary>
public class When_a_value_is_wrong
{
    public static TheoryData<string, string, string> Values => Cases("wrong-values.txt");

    public static TheoryData<string, string, string> Limits => Cases("wrong-limits.txt");

    [Theory]
    [MemberData(nameof(Values))]
    public void It_is_answered_with_its_place_what_was_expected_and_the_nearest_name(
        string right, string wrong, string expected) =>
        Assert.Equal(expected, Told(("s.yaml", Scenario.SmallWith(right, wrong))));

    [Theory]
    [MemberData(nameof(Limits))]
    public void In_limits_and_changes_it_is_answered_alike(string right, string wrong, string expected) =>
        Assert.Equal(expected, Told(
            ("s.yaml", Scenario.With(File.ReadAllText(Scenario.LimitsPath), right, wrong)),
            ("small.yaml", Scenario.SmallText)));

    private static string Told(params (string Name, string Text)[] files) => string.Join('\n',
        Scenario.Errors(files).Select(error => error.Replace("s.yaml:", "", StringComparison.Ordinal)));

    private static TheoryData<string, string, string> Cases(string file)
    {
        var cases = new TheoryData<string, string, string>();
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", file))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .ToList();
        for (var i = 0; i < lines.Count;)
        {
            var (right, wrong) = (Text(lines[i]), Text(lines[i + 1]));
            var expected = lines.Skip(i + 2).TakeWhile(line => line.StartsWith('>')).Select(Text).ToList();
            cases.Add(right, wrong, string.Join('\n', expected));
            i += 2 + expected.Count;
        }

        return cases;
    }

    private static string Text(string line) => line[2..].Replace("\\n", "\n", StringComparison.Ordinal);
}
