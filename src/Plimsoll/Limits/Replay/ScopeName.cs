using System.Diagnostics.CodeAnalysis;

namespace Plimsoll.Limits.Replay;

/// <summary>
/// Where a scope stands, by names: those of the scopes above it and its own, joined by slashes, such as
/// <c>acme/alice</c>. <c>default</c> names nothing.
/// </summary>
public readonly record struct ScopeName
{
    /// <summary>What a name has to look like, in words.</summary>
    public const string Form =
        "1 to 4 names joined by '/', none empty, blank at an end or with control characters, such as acme/alice";

    private const char Separator = '/';
    private const int MostParts = 4;
    private readonly string? text;

    private ScopeName(string text) => this.text = text;

    /// <summary>Names from the top down, joined by slashes.</summary>
    public string Text => text ?? "";

    /// <summary>Its own name, without those above.</summary>
    public string Own => Text[(Text.LastIndexOf(Separator) + 1)..];

    /// <summary>The scope that it stands beneath; null at the top.</summary>
    public ScopeName? Above =>
        Text.LastIndexOf(Separator) is > 0 and var last ? new ScopeName(Text[..last]) : null;

    /// <summary>Reads a name; null when it has not the <see cref="Form"/>.</summary>
    public static ScopeName? TryParse([NotNullWhen(true)] string? text)
    {
        if (text is null)
            return null;
        var parts = text.Split(Separator);
        return parts.Length <= MostParts && parts.All(IsName) ? new ScopeName(text) : null;
    }

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It has not the <see cref="Form"/>.</exception>
    public static ScopeName Parse(string text) =>
        TryParse(text) ?? throw new FormatException($"Found scope '{text}'; expected {Form}.");

    /// <summary>Whether it is <paramref name="scope"/> or stands beneath it.</summary>
    public bool IsWithin(ScopeName scope) => Text == scope.Text
        || Text.StartsWith(scope.Text + Separator, StringComparison.Ordinal);

    /// <summary>Its <see cref="Text"/>.</summary>
    public override string ToString() => Text;

    private static bool IsName(string part) =>
        part.Length > 0 && part.Trim().Length == part.Length && !part.Any(char.IsControl);
}
