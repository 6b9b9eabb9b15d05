using Plimsoll.Cli.Reports;
using Plimsoll.Measures;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Cli.Tests.Reports;

/// <summary>
/// A day of made-up requests, for what is written about simulations: it looks like one and measures nothing real.
/// </summary>
internal static class SyntheticRun
{
    public static readonly Instant Start = Instant.FromDate(new DateOnly(2026, 5, 6));

    public static readonly string[] Classes = ["opus", "sonnet", "haiku"];

    public static readonly string[] Groups = ["Pro", "Max 5x", "Team, standard", "API tier 2"];

    private static readonly string[] Limits = ["session credits", "week credits", "opus ITPM", "requests per minute"];

    public static SimulationRun Day(long requests = 20_000, TextWriter? csv = null)
    {
        var length = Duration.FromDays(1);
        var measures = new SimulationMeasures(new MeasureSettings
        {
            Classes = [.. Classes],
            Groups = [.. Groups],
            Objectives =
            [
                new Objective(Duration.FromSeconds(5), Duration.FromSeconds(0.05)),
                new Objective(Duration.FromSeconds(3), Duration.FromSeconds(0.04)),
                new Objective(Duration.FromSeconds(2), Duration.FromSeconds(0.02)),
            ],
            Pools = [new("h100 at colossus-1", 2400), new("trainium2 at rainier", 4096), new("tpu7x at google", 1024)],
            Start = Start,
            WarmUp = Duration.FromHours(1),
            Interval = MeasureSettings.IntervalFor(length),
            Accounts = 500,
        });
        Sample(measures, Start + length);
        var rows = csv is null ? null : new RequestsCsv(csv, Start, Classes, Groups);
        rows?.WriteHead();
        for (var id = 0; id < requests; id++)
        {
            var record = Request(id, Start + new Duration(length.Nanoseconds / requests * id));
            var group = record.Arrival.Account % Groups.Length;
            measures.Record(record, group);
            rows?.Write(record, group);
        }

        return new SimulationRun
        {
            Title = "A made-up day of a service with three classes",
            Scenario = "synthetic",
            Seed = 7,
            Command = "plimsoll simulate synthetic --seed 7 --scale 1:500",
            Inputs =
            [
                new("demand", "population of the scenario at 1:500", "assumed", "scale model of scenario.yaml"),
                new("h100 step times", "roofline, calibrated", "measured", "docs/reference/engine-model.md"),
                new("opus size", "1.2T parameters, 80B active", "assumed", "scenario.yaml:212"),
                new("limits", "policy of 6 May 2026", "reported", "anthropic.com, 2026-05-06"),
            ],
            Report = measures.Report(),
        };
    }

    private static void Sample(SimulationMeasures measures, Instant end)
    {
        var (steps, gaps) = (new long[64], new QuantileSketch());
        var states = new PoolState[3];
        for (var (at, turn) = (measures.NextSample, 0); at <= end; at = measures.NextSample, turn++)
        {
            var load = Load(at);
            steps[(int)(40 * load)] += 900;
            gaps.AddLine(new FineTime(1_000_000L * 65536 * (12 + (int)(20 * load))), new FineTime(90_000), 500, 8);
            for (var pool = 0; pool < states.Length; pool++)
            {
                var busy = Math.Min(1, load * (1.05 - (0.25 * pool)));
                states[pool] = states[pool] with
                {
                    Replicas = 12,
                    Running = (long)(480 * busy),
                    Waiting = (long)(Math.Max(0, load - 0.85) * 900 * (1 + Draw(turn, pool))),
                    Blocks = 12 * 4000,
                    UsedBlocks = (long)(12 * 4000 * Math.Min(1, busy * (0.8 + (0.1 * Draw(turn, 9 + pool))))),
                    Busy = states[pool].Busy + Duration.FromSeconds(75 * 12 * busy),
                    OutputTokens = states[pool].OutputTokens + (long)(75 * 40_000 * busy),
                    InputTokens = states[pool].InputTokens + (long)(75 * 210_000 * busy),
                    Joules = states[pool].Joules + (75 * 12 * 8 * (250 + (450 * busy))),
                    StepsByBatch = steps,
                    TokenGaps = gaps,
                };
            }

            measures.Sample(at, states);
        }
    }

    private static RequestRecord Request(long id, Instant at)
    {
        var load = Load(at);
        var own = (int)(Draw(id, 1) * 3);
        var (input, output) = (200 + (int)(Skewed(id, 2) * 6000), 1 + (int)(Skewed(id, 3) * 500));
        var record = new RequestRecord
        {
            Arrival = new Arrival
            {
                Id = id,
                At = at,
                Class = own,
                Account = (int)(Draw(id, 4) * 500),
                Session = id / 3,
                Input = input,
                Output = output,
            },
            Outcome = RequestOutcome.Limited,
            Ended = at,
            Replica = -1,
            Limit = Limits[(int)(Draw(id, 5) * Limits.Length)],
        };
        if (Draw(id, 6) < 0.03 + (0.12 * load * load))
            return record;
        if (Draw(id, 7) < Math.Max(0, load - 0.9))
            return record with { Outcome = RequestOutcome.Overloaded, Limit = null };
        var waited = Skewed(id, 8) * Math.Max(0.002, load - 0.6) * 4;
        var first = waited + 0.05 + (input * 40e-6) + (Skewed(id, 9) * 0.2);
        var each = 0.008 + (0.012 * load) + (0.006 * own) + (Skewed(id, 10) * 0.002);
        return record with
        {
            Outcome = RequestOutcome.Finished,
            Limit = null,
            Scheduled = at + Duration.FromSeconds(waited),
            FirstToken = at + Duration.FromSeconds(first),
            Ended = at + Duration.FromSeconds(first + (each * (output - 1))),
            Cached = Draw(id, 11) < 0.6 ? input / 2 : 0,
            Produced = output,
            Preemptions = Draw(id, 12) < 0.01 ? 1 : 0,
            Replica = (int)(Draw(id, 13) * 12),
        };
    }

    private static double Load(Instant at) =>
        0.55 + (0.42 * Math.Sin((((at - Start).Seconds / 86400) - 0.3) * 2 * Math.PI))
        + (0.03 * Math.Sin((at - Start).Seconds / 900));

    private static double Skewed(long id, int stream) => -Math.Log(1 - (Draw(id, stream) * 0.9999));

    private static double Draw(long id, int stream)
    {
        unchecked
        {
            var bits = ((ulong)id * 0x9E3779B97F4A7C15) + ((ulong)stream * 0xBF58476D1CE4E5B9);
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return ((bits ^ (bits >> 31)) >> 11) / (double)(1UL << 53);
        }
    }
}
