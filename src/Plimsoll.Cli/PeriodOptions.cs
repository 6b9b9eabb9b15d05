using System.CommandLine;
using System.Globalization;
using Plimsoll.Limits.Ledger;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Cli;

/// <summary>A period of the ledger: <c>--from</c> and <c>--to</c>, as dates or instants.</summary>
internal sealed class PeriodOptions
{
    private readonly Option<Instant?> from = Moment("--from", "From this date or instant on; default: from the first.");
    private readonly Option<Instant?> to = Moment("--to", "Before this date or instant; default: up to the last.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(from);
        command.Add(to);
    }

    /// <summary>What they say.</summary>
    public LedgerPeriod Of(ParseResult parsed) => new(
        parsed.GetValue(from) ?? LedgerPeriod.Ever.From, parsed.GetValue(to) ?? LedgerPeriod.Ever.To);

    /// <summary>A date, for its begin in UTC, or an instant; null: not given.</summary>
    public static Option<Instant?> Moment(string name, string description) => NumberOption.Of<Instant>(
        name, description, $"a date such as 2026-05-06, or {InstantText.Form}",
        text => DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && day.Year is >= 1971 and <= 2100 ? Instant.FromDate(day) : InstantText.TryParse(text));
}
