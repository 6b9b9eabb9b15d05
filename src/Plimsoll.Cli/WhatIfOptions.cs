using System.CommandLine;

namespace Plimsoll.Cli;

/// <summary>The options by which a command changes a scenario before it asks: the same of every verb.</summary>
/// <param name="comparesDates">Whether the command compares two dates, which <c>--at</c> moves.</param>
internal sealed class WhatIfOptions(bool comparesDates)
{
    private readonly Option<DateOnly?> at = DateOption.Create("Compare this date, as yyyy-MM-dd, with the day before.");
    private readonly Option<string[]> without = new("--without")
    {
        Description = "Leave a site out. May be repeated.",
    };

    private readonly Option<string[]> add = new("--add")
    {
        Description = "Add supply: 'AMOUNT KIND at [new] PLACE [from DATE]', the amount as 50 MW or 20k. "
            + "May be repeated.",
    };

    private readonly Option<string[]> set = ScenarioEdits.CreateSet();

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => comparesDates ? [at, without, add, set] : [without, add, set];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Add(option);
    }

    /// <summary>What was asked for.</summary>
    public ScenarioEdits Of(ParseResult parsed) => new(
        comparesDates ? parsed.GetValue(at) : null, parsed.GetValue(without) ?? [], parsed.GetValue(set) ?? [])
    {
        Additions = parsed.GetValue(add) ?? [],
    };
}
