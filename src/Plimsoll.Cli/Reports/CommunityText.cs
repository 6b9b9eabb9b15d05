using Plimsoll.Footprint.Community;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>The words of the community ledger.</summary>
internal static class CommunityText
{
    public static string Name(Coverage coverage) => coverage switch
    {
        Coverage.Covered => "yes",
        Coverage.NotCovered => "no",
        _ => "not known",
    };

    public static string Name(Fulfilment fulfilment) => fulfilment switch
    {
        Fulfilment.NotCovered => "not covered",
        Fulfilment.NotKnown => "not known",
        Fulfilment.Open => "open",
        Fulfilment.Partly => "partly",
        _ => "kept",
    };

    public static string Name(PromiseKind kind) => kind switch
    {
        PromiseKind.GridUpgrades => "Grid upgrades",
        PromiseKind.NewGeneration => "New generation",
        PromiseKind.Curtailment => "Curtailment",
        _ => "Other",
    };

    public static string Name(RecordKind kind) => $"{kind}".ToLowerInvariant();

    /// <summary>An amount, or that it is not known.</summary>
    public static string Money(Usd? amount) =>
        amount is { } known ? $"{Figures.Amount(known.Dollars)} USD" : "not known";
}
