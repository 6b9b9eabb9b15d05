using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;

namespace Plimsoll.Storage.Embedded.Parts;

/// <summary>A file of the ledger: entries in the order of their instants, then sums. Never changed.</summary>
/// <param name="Number">Number of the file.</param>
/// <param name="Entries">How many entries it has.</param>
/// <param name="First">Instant of the first; the epoch where there is none.</param>
/// <param name="Last">Instant of the last.</param>
/// <param name="FirstHour">Hour of the first sum.</param>
/// <param name="LastHour">Hour of the last sum.</param>
/// <param name="SumsAt">Where the sums begin in the file.</param>
internal sealed record LedgerPart(
    long Number, long Entries, Instant First, Instant Last, Instant FirstHour, Instant LastHour, long SumsAt)
{
    /// <summary>Whether some entry may lie in a period.</summary>
    public bool HasEntriesIn(LedgerPeriod period) => Entries > 0 && First < period.To && period.From <= Last;

    /// <summary>Whether some sum may lie in a period.</summary>
    public bool HasSumsIn(LedgerPeriod period) => FirstHour < period.To && period.From <= LastHour;
}
