using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Accounts;

/// <summary>What a service simulation is told to do.</summary>
public sealed record ServiceSimulation
{
    /// <summary>The service.</summary>
    public required ServiceModel Model { get; init; }

    /// <summary>First instant.</summary>
    public required Instant Start { get; init; }

    /// <summary>How long requests arrive. Above zero.</summary>
    public required Duration Length { get; init; }

    /// <summary>Real users and accelerators for each simulated one. 1 or more.</summary>
    public required double Scale { get; init; }

    /// <summary>Seed of all chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Names of the groups that accounts are told apart by: populations, then organizations.</summary>
    public ImmutableArray<string> Groups =>
        [.. Model.Populations.Select(p => p.Name), .. Model.Organizations.Select(o => o.Name)];

    /// <summary>Requests that arrive before are served and not measured: an hour, or a 24th of a shorter run.</summary>
    public Duration WarmUp => new(Math.Min(Duration.FromHours(1).Nanoseconds, Length.Nanoseconds / 24));

    /// <summary>Runs it. The same values give the same report and the same calls.</summary>
    /// <param name="tell">Is told now and then which instant is reached and how many requests are over.</param>
    /// <param name="ended">Takes every request that is over, with the group of its account; null: nobody does.</param>
    public ServiceOutcome Run(Action<Instant, long> tell, Action<RequestRecord, int>? ended = null)
    {
        var until = Start + Length;
        var classes = Model.Classes.Select(c => c.Name).ToArray();
        var desk = new LimitDesk(Model.Timeline, [.. classes]);
        var workload = new ServiceWorkload(
            new() { Model = Model, Start = Start, Until = until, Scale = Scale }, desk, Seed);
        var plan = ServiceFleet.Of(Model, Start, Scale);
        var measures = new SimulationMeasures(new()
        {
            Classes = [.. classes],
            Objectives = [.. Model.Classes.Select(c => c.Objective)],
            Groups = Groups,
            Pools = ServiceFleet.Measured(plan),
            Start = Start,
            WarmUp = WarmUp,
            Interval = MeasureSettings.IntervalFor(Length),
            Accounts = workload.Accounts,
        });
        var count = 0L;
        var simulation = new FleetSimulation(plan, workload, Take, desk);
        while (measures.NextSample < until)
        {
            var at = measures.NextSample;
            simulation.RunTo(at);
            measures.Sample(at, simulation.States().AsSpan());
            tell(at, count);
        }

        simulation.RunTo(until);
        simulation.Stop();
        measures.Sample(until, simulation.States().AsSpan());
        return new(measures.Report(), plan, workload.Accounts);

        void Take(in RequestRecord record)
        {
            count++;
            var group = workload.GroupOf(record.Arrival.Account);
            measures.Record(record, group);
            ended?.Invoke(record, group);
        }
    }
}
