using System.Collections.Immutable;
using Plimsoll.Demand;

namespace Plimsoll.Scenarios.Loads;

/// <summary>Usage by hour in a file that was read from end to end and found right. Immutable.</summary>
/// <param name="Path">The file.</param>
/// <param name="Rows">Its rows, of hours of dates or all of hours of the week.</param>
public sealed record UsageFile(string Path, ImmutableArray<UsageRow> Rows);

/// <summary>A row of usage.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Usage">What it says.</param>
public readonly record struct UsageRow(int Line, HourUsage Usage);
