using Plimsoll.Footprint.Community;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>The community ledger as a person reads it.</summary>
internal static class CommunityTables
{
    public static void Write(CommunityRun run, IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{run.Document.Spec.Title}[/]");
        console.WriteLine($"A year from {Figures.Day(run.From)}; sites as if they drew all of their power from the "
            + "grid in every hour, which is the most that they can.");
        console.WriteLine();
        foreach (var pledge in run.Ledger.Pledges)
            Write(pledge, run, console);
        foreach (var account in run.Mid.Where(HasDeeds))
            console.Write(Deeds(account, run));
        if (run.Ledger.Records.Length > 0)
        {
            console.Write(Records(run));
            var findings = run.Ledger.Records.Count(record => record.IsFinding);
            console.WriteLine("An allegation is what somebody says, and a proceeding asks for a decision: neither is a "
                + $"finding. Findings recorded: {(findings == 0 ? "none" : $"{findings}")}.");
        }
        else if (run.Ledger.Pledges.IsEmpty)
            console.WriteLine("The scenario records no pledge and no claim.");
    }

    private static void Write(Pledge pledge, CommunityRun run, IAnsiConsole console)
    {
        PromiseKind[] kinds =
        [
            .. pledge.Promises.Select(promise => promise.Kind).Distinct()
                .Where(kind => kind != PromiseKind.Other).Order(),
        ];
        var binding = pledge.IsBinding ? "binding" : "not binding";
        var table = ReportTables.New($"{pledge.Title} ({pledge.By}, {Figures.Day(pledge.Date)}; {binding})");
        table.AddColumns(["Site", "Covered", .. kinds.Select(CommunityText.Name), "Because"]);
        foreach (var account in run.Mid)
        {
            var (coverage, because) = pledge.Of(account.Meter.Site.Name);
            ReportTables.AddRow(
                table,
                [
                    account.Meter.Site.Name,
                    CommunityText.Name(coverage),
                    .. kinds.Select(kind => CommunityText.Name(
                        account.Of(pledge, pledge.Promises.First(promise => promise.Kind == kind)))),
                    because,
                ]);
        }

        console.Write(table);
        foreach (var promise in pledge.Promises)
            console.WriteLine($"  {CommunityText.Name(promise.Kind)}: {promise.Words}.");
        console.WriteLine();
    }

    private static bool HasDeeds(CommunityAccount account) => account.Deeds is var deeds
        && (deeds.PriceEffect is not null || !deeds.Upgrades.IsEmpty || !deeds.Generation.IsEmpty
            || !deeds.Curtailments.IsEmpty);

    private static Table Deeds(CommunityAccount account, CommunityRun run)
    {
        var (site, deeds) = (account.Meter.Site, account.Deeds);
        var table = ReportTables.New($"What {site.Name} does to others, and what was done about it");
        table.AddColumns("What", "Figure", "How it is known");
        foreach (var upgrade in deeds.Upgrades)
        {
            ReportTables.AddRow(
                table,
                upgrade.Title,
                $"cost {CommunityText.Money(upgrade.Cost)}, borne {CommunityText.Money(upgrade.Paid)}",
                "borne by the site's operator: paid and not got back");
        }

        ReportTables.AddRow(
            table, "Upgrades together", $"cost {CommunityText.Money(account.UpgradeCost)}, "
                + $"borne {CommunityText.Money(account.UpgradePaid)}", "known only if all of them are");
        ReportTables.AddRow(
            table, "Drawn from the grid", $"{Figures.Amount(account.GridMegawattHours.Sum())} MWh", "at most");
        ReportTables.AddRow(
            table, "Matched in the same hour", $"{Figures.Amount(account.MatchedMegawattHours.Sum())} MWh",
            deeds.Generation.IsEmpty ? "no generation is recorded" : "by generation that was added");
        if (run.Of(account, CommunityRun.PriceEffect) is { } effect)
        {
            ReportTables.AddRow(
                table,
                "Others pay more for energy",
                $"{effect.Text()} USD a year",
                Kinds(run, $"community.price-effects.{site.Name}."));
        }

        ReportTables.AddRow(
            table, "Paid to cover that",
            account.PriceEffectPaidUsd is { } paid ? $"{Figures.Amount(paid)} USD" : "not known", "");
        ReportTables.AddRow(
            table, "Curtailments delivered",
            $"{Figures.Amount(account.CurtailedHours)} h, {Figures.Amount(account.CurtailedMegawattHours)} MWh",
            deeds.Curtailments.IsEmpty ? "none is recorded" : "");
        return table;
    }

    /// <summary>The kinds of evidence of some inputs.</summary>
    private static string Kinds(CommunityRun run, string section) => string.Join(", ", run.Document.Inputs
        .Where(input => input.Path.StartsWith(section, StringComparison.Ordinal))
        .Select(input => $"{input.Path[section.Length..]} {$"{input.Provenance.Kind}".ToLowerInvariant()}"));

    private static Table Records(CommunityRun run)
    {
        var table = ReportTables.New("What is alleged, asked for and decided");
        ReportTables.AddWhole(table, "Date");
        table.AddColumns("Kind", "Who", "Says", "Where it stands", "The other side");
        foreach (var record in run.Ledger.Records)
        {
            ReportTables.AddRow(
                table,
                DateOption.Text(record.Date.Date),
                CommunityText.Name(record.Kind),
                $"{record.Claimant}, about {record.About}",
                record.Claim,
                $"{record.Status} ({DateOption.Text(record.StatusDate.Date)})",
                record.Response ?? "not recorded");
        }

        return table;
    }
}
