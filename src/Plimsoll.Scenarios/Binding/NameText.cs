using System.Text.RegularExpressions;

namespace Plimsoll.Scenarios.Binding;

/// <summary>How names are written that a scenario makes up.</summary>
internal static partial class NameText
{
    /// <summary>What messages expect.</summary>
    public const string Expected = "lower-case letters, digits and - . / _, starting with a letter or digit";

    /// <summary>Pattern of a name.</summary>
    public const string Pattern = "^[a-z0-9][a-z0-9./_-]*$";

    /// <summary>Whether a text is a name.</summary>
    public static bool IsName(string text) => Name().IsMatch(text);

    [GeneratedRegex(Pattern)]
    private static partial Regex Name();
}
