using System.Text;

namespace Plimsoll.Scenarios.Binding;

/// <summary>Names as the files write them: <c>MinimumTerm</c> is <c>minimum-term</c>.</summary>
internal static class KebabCase
{
    public static string Of(string pascal)
    {
        var kebab = new StringBuilder();
        foreach (var letter in pascal)
        {
            if (char.IsUpper(letter) && kebab.Length > 0)
                kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(letter));
        }

        return kebab.ToString();
    }
}
