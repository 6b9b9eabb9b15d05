namespace Plimsoll.House;

/// <summary>One place that breaks one rule.</summary>
/// <param name="Rule">Name of the rule, as exceptions.txt writes it.</param>
/// <param name="Path">File, relative to the repository.</param>
/// <param name="Message">Where, found, expected.</param>
public sealed record Finding(string Rule, string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message} [{Rule}]";
}
