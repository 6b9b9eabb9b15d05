using System.Globalization;
using Plimsoll.Planning.Loads;
using Plimsoll.Scenarios.Charts;
using Spectre.Console;

namespace Plimsoll.Cli.Reports;

/// <summary>Teams of developers beside what is published, as a person reads it.</summary>
internal static class TeamTables
{
    public static void Write(TeamCheck teams, IAnsiConsole console)
    {
        console.Write(Sizes(teams));
        if (teams.Tiers.Length > 0)
            console.Write(Tiers(teams));
    }

    private static Table Sizes(TeamCheck teams)
    {
        var table = ReportTables.New("What a developer of a team has to be given a minute, at percentile "
            + DemandText.Percent(teams.Sizing.Percentile));
        table.AddColumn("Developers");
        ReportTables.AddNumbers(
            table, "Tokens, published", "Model", "Model/published", "Requests, published", "Model");
        foreach (var team in teams.Sizing.Teams)
        {
            var tokens = teams.EachOf(team, teams.Tokens);
            ReportTables.AddRow(
                table,
                double.IsPositiveInfinity(team.To) ? $"{Whole(team.From)} and more" : $"{team.From} to {team.To}",
                Range(team.Tokens),
                Range(tokens),
                Figures.Multiple(Math.Sqrt(tokens.Low * tokens.High / team.Tokens.Low / team.Tokens.High)),
                Range(team.Requests),
                Range(teams.EachOf(team, teams.Requests)));
        }

        return table;
    }

    private static Table Tiers(TeamCheck teams)
    {
        var table = ReportTables.New("Organisations as teams: what of their own busiest hours falls on the common one");
        table.AddColumn("Organisations");
        ReportTables.AddNumbers(table, "Developers of an average one", "Coincidence by the model", "As stated");
        foreach (var tier in teams.Tiers)
        {
            ReportTables.AddRow(
                table,
                tier.Organizations.Name,
                tier.Developers < 1 ? "less than one" : Whole(tier.Developers),
                tier.Developers < 1 ? "–" : DemandText.Percent(tier.Coincidence),
                DemandText.Percent(tier.Organizations.Coincidence));
        }

        return table;
    }

    private static string Range((double Low, double High) range) =>
        $"{AxisText.Number(range.Low)} – {AxisText.Number(range.High)}";

    private static string Whole(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
