namespace Plimsoll.House;

/// <summary>
/// The files that may break a rule, each with its reason: lines of <c>rule path reason</c>. An entry that excuses
/// nothing any more is itself a finding, so the list only shrinks.
/// </summary>
public sealed class ExceptionList
{
    public const string File = "tests/Plimsoll.House.Tests/exceptions.txt";

    private readonly Dictionary<(string Rule, string Path), string> reasons = [];
    private readonly List<Finding> malformed = [];

    public ExceptionList(string text)
    {
        foreach (var line in text.Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            var parts = line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length < 3 || !reasons.TryAdd((parts[0], parts[1]), parts[2]))
                malformed.Add(new Finding("exceptions", File, $"'{line}' is not a new 'rule path reason'"));
        }
    }

    /// <summary>Findings that no entry excuses, and entries that excuse no finding.</summary>
    public IEnumerable<Finding> Judge(IReadOnlyCollection<Finding> findings)
    {
        var found = findings.Select(f => (f.Rule, f.Path)).ToHashSet();
        var idle = reasons.Keys.Where(key => !found.Contains(key)).Select(key => new Finding(
            "exceptions", File, $"'{key.Rule} {key.Path}' is no longer needed: delete the line"));
        return [.. malformed, .. findings.Where(f => !reasons.ContainsKey((f.Rule, f.Path))), .. idle];
    }
}
