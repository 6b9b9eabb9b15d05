namespace Plimsoll.Gateway.Keys;

/// <summary>What names have to look like, so that a limit log can hold them.</summary>
internal static class NameForm
{
    /// <summary>Most characters of a name.</summary>
    public const int Longest = 256;

    /// <summary>What a name that is no part of a scope looks like, in words.</summary>
    public const string Text = "1 to 256 characters of Unicode, none a control character";

    /// <summary>What a name of an organization, workspace or user looks like, in words.</summary>
    public const string Part = "a name of 1 to 256 characters without slashes, control characters or outer blanks";

    private const int LongestShown = 60;

    /// <summary>Whether a name has the form of <see cref="Text"/>.</summary>
    public static bool IsText(string name) =>
        name.Length is > 0 and <= Longest && !name.Any(char.IsControl) && IsUnicode(name);

    /// <summary>Whether a name has the form of <see cref="Part"/>.</summary>
    public static bool IsPart(string name) => IsText(name) && name.Trim() == name && !name.Contains('/');

    /// <summary>A name as messages show it.</summary>
    public static string Shown(string name) => name.Length <= LongestShown ? name : $"{name[..LongestShown]}…";

    private static bool IsUnicode(string name)
    {
        foreach (var rune in name.AsSpan().EnumerateRunes())
        {
            if (rune == System.Text.Rune.ReplacementChar && !name.Contains('\uFFFD'))
                return false;
        }

        return true;
    }
}
