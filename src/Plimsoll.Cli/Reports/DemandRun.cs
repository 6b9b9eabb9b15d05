using Plimsoll.Planning.Loads;
using Plimsoll.Simulation.Accounts;

namespace Plimsoll.Cli.Reports;

/// <summary>A demand report and what was asked for beside it.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Report">The report.</param>
/// <param name="Seed">Seed of what was drawn.</param>
/// <param name="Drawn">Users drawn beside the closed form; null: none were asked for.</param>
internal sealed record DemandRun(string Scenario, DemandReport Report, ulong Seed, DrawnWeek? Drawn);
