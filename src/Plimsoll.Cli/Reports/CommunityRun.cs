using System.Collections.Immutable;
using Plimsoll.Footprint.Community;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Cli.Reports;

/// <summary>The community ledger of a scenario, read at the low, the middle and the high value of its inputs.</summary>
internal sealed class CommunityRun
{
    private const string Section = "community.";

    private CommunityRun(ScenarioDocument document, Instant from, int hours)
    {
        (Document, From, Hours) = (document, from, hours);
        Ledger = CommunityCompiler.Ledger(document.Spec);
        Mid = AccountsOf(document.Spec);
        Low = AccountsOf(MoneyRange.Reading(document, Section, isHigh: false));
        High = AccountsOf(MoneyRange.Reading(document, Section, isHigh: true));
    }

    public ScenarioDocument Document { get; }

    public Instant From { get; }

    public int Hours { get; }

    public CommunityLedger Ledger { get; }

    /// <summary>Accounts of all sites.</summary>
    public ImmutableArray<CommunityAccount> Mid { get; }

    private ImmutableArray<CommunityAccount> Low { get; }

    private ImmutableArray<CommunityAccount> High { get; }

    /// <summary>A year from a day on.</summary>
    public static CommunityRun Of(ScenarioDocument document, DateOnly from)
    {
        var (start, end) = (Instant.FromDate(from), Instant.FromDate(from.AddYears(1)));
        return new CommunityRun(document, start, (int)((end - start).Seconds / 3600));
    }

    /// <summary>A figure of one of the accounts.</summary>
    public MoneyRange? Of(CommunityAccount account, Func<CommunityAccount, double?> figure)
    {
        var index = Mid.IndexOf(account);
        return MoneyRange.Of(figure(Low[index]), figure(account), figure(High[index]));
    }

    public static double? PriceEffect(CommunityAccount account) =>
        account.PriceEffectUsd.IsEmpty ? null : account.PriceEffectUsd.Sum();

    private ImmutableArray<CommunityAccount> AccountsOf(ScenarioSpec spec)
    {
        var ledger = CommunityCompiler.Ledger(spec);
        return
        [
            .. SupplyCompiler.Sites(spec).Select(site => CommunityAccount.Of(
                FullDraw.Of(site, From, Hours), ledger.DeedsOf(site.Name))),
        ];
    }
}
