namespace Plimsoll.Scenarios.Tests.Validation;

/// <summary>The table is <c>Fixtures/wrong-values.txt</c>: its lines are as long as the messages are.</summary>
public class When_a_value_is_wrong
{
    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "wrong-values.txt"))
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
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_is_answered_with_its_place_what_was_expected_and_the_nearest_name(
        string right,
        string wrong,
        string expected)
    {
        var errors = Scenario.Errors(("s.yaml", Scenario.SmallWith(right, wrong)))
            .Select(error => error.Replace("s.yaml:", "", StringComparison.Ordinal));
        Assert.Equal(expected, string.Join('\n', errors));
    }

    private static string Text(string line) => line[2..].Replace("\\n", "\n", StringComparison.Ordinal);
}
