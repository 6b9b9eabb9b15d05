using System.Collections.Immutable;

namespace Plimsoll.Limits.Metering;

/// <summary>The combinations of sets that scopes carry, by number.</summary>
internal sealed class TermsTable
{
    private readonly List<(ImmutableArray<string> Sets, Layout Layout)> combinations = [];
    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);

    /// <summary>Number of a combination.</summary>
    public int NumberOf(ImmutableArray<string> sets)
    {
        sets = sets.IsDefault ? [] : [.. sets.Distinct()];

        // No name holds a line break: scenario names are single words.
        var key = string.Join('\n', sets);
        if (!numbers.TryGetValue(key, out var number))
        {
            numbers[key] = number = combinations.Count;
            combinations.Add((sets, new Layout()));
        }

        return number;
    }

    /// <summary>Sets of a combination.</summary>
    public ImmutableArray<string> Sets(int number) => combinations[number].Sets;

    /// <summary>Layout of its blocks.</summary>
    public Layout LayoutOf(int number) => combinations[number].Layout;
}
