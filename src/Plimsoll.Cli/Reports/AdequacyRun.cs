using System.Collections.Immutable;
using Plimsoll.Planning.Outages;
using Plimsoll.Simulation.Outages;

namespace Plimsoll.Cli.Reports;

/// <summary>What an adequacy study found out.</summary>
internal sealed record AdequacyRun
{
    public required string Title { get; init; }

    /// <summary>By what the load of the file was multiplied.</summary>
    public required double LoadMultiple { get; init; }

    public required OutageTables Tables { get; init; }

    public required OutageReport Report { get; init; }

    /// <summary>What each source carries; empty when nobody asked.</summary>
    public required ImmutableArray<CarryingCapability> Worths { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>What simulated years tell; null when nobody asked.</summary>
    public required OutageSample? Sample { get; init; }

    public OutageSystem System => Report.System;

    /// <summary>Capacity in service in an hour when nothing fails.</summary>
    public double CapacityAt(int hour) => System.Sources.Sum(source => source.CapacityAt(hour));
}
