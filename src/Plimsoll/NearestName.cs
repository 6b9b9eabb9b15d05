namespace Plimsoll;

/// <summary>Finds what somebody probably meant.</summary>
public static class NearestName
{
    private const int MostNamesShown = 16;

    /// <summary><c>; nearest: 'x'</c>, or nothing when no name is near.</summary>
    public static string Hint(string found, IEnumerable<string> names) =>
        Find(found, names) is { } name ? $"; nearest: '{name}'" : "";

    /// <summary>The names for a message, shortened when there are many.</summary>
    public static string List(IReadOnlyCollection<string> names) =>
        names.Count <= MostNamesShown
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MostNamesShown))} and {names.Count - MostNamesShown} more";

    /// <summary>The name that takes the fewest edits, case aside; null when even that takes too many.</summary>
    public static string? Find(string found, IEnumerable<string> names)
    {
        string? nearest = null;
        var fewest = found.Length switch { <= 3 => 1, <= 6 => 2, var length => length / 3 } + 1;
        foreach (var name in names)
        {
            var edits = Edits(found, name);
            if (edits >= fewest)
                continue;
            fewest = edits;
            nearest = name;
        }

        return nearest;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours between the two texts.</summary>
    private static int Edits(string left, string right)
    {
        if (left.Equals(right, StringComparison.OrdinalIgnoreCase))
            return 0;
        var edits = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
            edits[i, 0] = i;
        for (var j = 0; j <= right.Length; j++)
            edits[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = edits[i - 1, j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
                edits[i, j] = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return Math.Max(1, edits[left.Length, right.Length]);
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
