using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Measures;

public sealed class When_a_simulation_is_measured
{
    private static readonly Instant Start = Instant.FromUnixSeconds(1_000);

    [Fact]
    public void It_measures_from_arrival_and_per_token_after_the_first()
    {
        var measures = New();
        measures.Record(Finished(0, arrived: 1, scheduled: 1.5, first: 2, ended: 3, output: 11));
        var total = measures.Report().Total;
        Assert.Equal(
            (0.5, 1.0, 0.1, 2.0),
            (total.Queue.MeanSeconds, total.Ttft.MeanSeconds, total.Tpot.MeanSeconds, total.EndToEnd.MeanSeconds));
        Assert.Equal((1, 11, 11), (total.GoodRequests, total.GoodTokens, total.OutputTokens));
    }

    [Fact]
    public void It_counts_as_good_what_met_both_objectives_of_what_the_fleet_had_to_serve()
    {
        var measures = New();
        measures.Record(Finished(0, 1, 1, 2, 3, 11));
        measures.Record(Finished(1, 1, 1, 9, 10, 11));
        measures.Record(Finished(2, 1, 1, 2, 30, 11));
        measures.Record(Refused(3, 1, RequestOutcome.Limited, "session"));
        measures.Record(Refused(4, 1, RequestOutcome.Overloaded, null));
        var total = measures.Report().Total;
        Assert.Equal((1, 0.25), (total.GoodRequests, total.GoodShare));
    }

    [Fact]
    public void A_single_token_has_no_time_per_token_and_can_be_good()
    {
        var measures = New();
        measures.Record(Finished(0, 1, 1, 2, 2, 1));
        var total = measures.Report().Total;
        Assert.Equal((0, 1), (total.Tpot.Count, total.GoodRequests));
    }

    [Fact]
    public void Warm_up_is_in_the_series_only()
    {
        var measures = New(warmUp: 10);
        measures.Record(Finished(0, 5, 5, 6, 12, 10));
        measures.Record(Finished(1, 10, 10, 11, 15, 10));
        var report = measures.Report();
        Assert.Equal((1, 2, 5.0), (report.Total.Count, report.Series.Sum(p => p.Arrived), report.Total.Seconds));
    }

    [Fact]
    public void Refusals_are_told_apart_by_class_group_and_limit()
    {
        var measures = New();
        for (var turn = 0; turn < 3; turn++)
            measures.Record(Refused(turn, 1, RequestOutcome.Limited, turn == 0 ? "week" : "session"), group: 1);
        Assert.Equal(
            [
                new RefusalCount("opus", "max", RequestOutcome.Limited, "session", 2),
                new RefusalCount("opus", "max", RequestOutcome.Limited, "week", 1),
            ],
            measures.Report().Refusals);
    }

    [Fact]
    public void Parts_add_up_to_the_whole()
    {
        var (whole, parts) = (New(), new[] { New(), New() });
        for (var id = 0; id < 2_000; id++)
        {
            var at = 1 + (id * 0.7 % 900);
            var record = id % 7 == 0 ? Refused(id, at, RequestOutcome.Limited, "week")
                : Finished(id, at, at + (id % 5), at + 6, at + 7 + (id % 11), 1 + (id % 13));
            whole.Record(record, id % 2);
            parts[id % 3 / 2].Record(record, id % 2);
        }

        parts[0].Add(parts[1]);
        var (expected, actual) = (whole.Report(), parts[0].Report());
        Assert.Equal(expected.Series, actual.Series);
        Assert.Equal(expected.Means, actual.Means);
        Assert.Equal(expected.Refusals, actual.Refusals);
        Assert.Equal(expected.Total.Ttft.Quantile(0.99), actual.Total.Ttft.Quantile(0.99));
        Assert.True(expected.Interval > new Duration(Duration.NanosecondsPerSecond));
        Assert.InRange(expected.Series.Length, 1, MeasureSettings.MostPoints);
    }

    [Fact]
    public void Pools_are_averaged_over_the_measured_time()
    {
        var measures = New(warmUp: 2);
        var steps = new long[5];
        var state = default(PoolState);
        for (var at = measures.NextSample; at <= At(4); at = measures.NextSample)
        {
            var isWarm = at <= At(2);
            steps[isWarm ? 4 : 2]++;
            state = state with
            {
                Replicas = 2,
                Running = 2,
                Waiting = isWarm ? 9 : 3,
                Blocks = 100,
                UsedBlocks = 25,
                Busy = state.Busy + Duration.FromSeconds(isWarm ? 0.5 : 0.25),
                OutputTokens = state.OutputTokens + 10,
                Joules = state.Joules + 100,
                StepsByBatch = steps,
            };
            measures.Sample(at, [state]);
        }

        var pool = Assert.Single(measures.Report().Pools);
        Assert.Equal(
            (2.0, 0.5, 0.25, 3.0, 3, 2.0),
            (pool.Replicas, pool.Utilization, pool.KvMean, pool.QueueMean, pool.QueuePeak, pool.BatchMean));
        Assert.Equal((80, 800.0, 400.0, 10.0), (pool.OutputTokens, pool.Joules, pool.Power.Value, pool.JoulesPerToken));
    }

    [Fact]
    public void A_mean_lies_in_its_interval_about_as_often_as_stated()
    {
        var hits = 0;
        for (var turn = 0; turn < 400; turn++)
        {
            var measures = New();
            for (var id = 0; id < 600; id++)
            {
                var wait = 2 * Draw((turn * 600) + id);
                measures.Record(Finished(id, 1 + (id * 0.3), 1 + (id * 0.3), 1 + (id * 0.3) + wait, 500, 10));
            }

            var mean = measures.Report().Means[(int)MeasuredMean.Ttft];
            hits += Math.Abs(mean.Value - 1) <= mean.HalfWidth ? 1 : 0;
        }

        Assert.InRange(hits / 400.0, 0.92, 0.98);
    }

    [Fact]
    public void It_allocates_nothing_for_a_request_like_those_before()
    {
        var measures = New();
        var record = Finished(0, 1, 1.5, 2, 3, 11);
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var turn = 0; turn < 1000; turn++)
                measures.Record(record);
        }));
    }

    private static SimulationMeasures New(double warmUp = 0) => new(new MeasureSettings
    {
        Classes = ["opus"],
        Groups = ["pro", "max"],
        Objectives = [new Objective(Duration.FromSeconds(5), Duration.FromSeconds(0.2))],
        Pools = [new MeasuredPool("h100", 8)],
        Start = Start,
        WarmUp = Duration.FromSeconds(warmUp),
    });

    private static Instant At(double seconds) => Start + Duration.FromSeconds(seconds);

    private static RequestRecord Finished(
        long id, double arrived, double scheduled, double first, double ended, int output) => new()
        {
            Arrival = new Arrival { Id = id, At = At(arrived), Account = -1, Input = 100, Output = output },
            Outcome = RequestOutcome.Finished,
            Scheduled = At(scheduled),
            FirstToken = At(first),
            Ended = At(ended),
            Produced = output,
        };

    private static RequestRecord Refused(long id, double at, RequestOutcome outcome, string? limit) => new()
    {
        Arrival = new Arrival { Id = id, At = At(at), Account = -1, Input = 100, Output = 10 },
        Outcome = outcome,
        Ended = At(at),
        Replica = -1,
        Limit = limit,
    };

    private static double Draw(long id)
    {
        unchecked
        {
            var bits = (ulong)(id + 1) * 0x9E3779B97F4A7C15;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return ((bits ^ (bits >> 31)) >> 11) / (double)(1UL << 53);
        }
    }
}
