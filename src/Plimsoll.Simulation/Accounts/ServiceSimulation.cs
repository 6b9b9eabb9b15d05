using System.Collections.Immutable;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

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

    /// <summary>How the fleet is simulated.</summary>
    public FleetSettings Fleet { get; init; } = new();

    /// <summary>Requests that are served in place of those of users and organizations; null: those ask.</summary>
    public TraceDemand? Trace { get; init; }

    /// <summary>Requests arrive before it.</summary>
    public Instant Until => Start + Length;

    /// <summary>Users and organizations that are simulated, as many as they have grown to; of a trace, none.</summary>
    public double Askers => Trace is not null
        ? 0
        : (Model.Populations.Sum(p => p.Users) + Model.Organizations.Sum(o => o.Count))
            * Model.Growth.At(Start) / Scale;

    /// <summary>
    /// Names of the groups that accounts are told apart by: populations, then organizations; of a trace, its own.
    /// </summary>
    public ImmutableArray<string> Groups => Trace is { } trace
        ? [trace.Name]
        : [.. Model.Populations.Select(p => p.Name), .. Model.Organizations.Select(o => o.Name)];

    /// <summary>Requests that arrive before are served and not measured: an hour, or a 24th of a shorter run.</summary>
    public Duration WarmUp => new(Math.Min(Duration.FromHours(1).Nanoseconds, Length.Nanoseconds / 24));

    /// <summary>Runs it. The same values give the same report and the same calls.</summary>
    /// <param name="tell">Is told now and then which instant is reached and how many requests are over.</param>
    /// <param name="ended">Takes every request that is over, with the group of its account; null: nobody does.</param>
    public ServiceOutcome Run(Action<Instant, long> tell, Action<RequestRecord, int>? ended = null)
    {
        var classes = Model.Classes.Select(c => c.Name).ToArray();
        var parts = TierParts.Of(Model, Start, Scale);
        var timeline = Trace is null ? parts.Divide(Model.Timeline) : Model.Timeline;
        var desk = Trace is { Plan: null } ? null : new LimitDesk(timeline, [.. classes]);
        using var traced = Trace?.Open(Start, Until, desk, Model.Timeline.At(Start));
        var users = traced is not null ? null : UsersOf(desk!, parts);
        IWorkload workload = traced is not null ? traced : users!;
        var accounts = users?.Accounts ?? Trace!.Accounts.Length;
        var served = ServiceFleet.Of(this);
        var plan = Trace?.On(served) ?? served;
        var measures = new SimulationMeasures(new()
        {
            Classes = [.. classes],
            Objectives = [.. Model.Classes.Select(c => c.Objective)],
            Groups = Groups,
            Pools = ServiceFleet.Measured(plan),
            Start = Start,
            WarmUp = WarmUp,
            Interval = MeasureSettings.IntervalFor(Length),
            Accounts = accounts,
        });
        var count = 0L;
        var simulation = new FleetSimulation(plan, workload, Take, desk);
        var end = Until;
        while (measures.NextSample < Until || IsUnderWay())
        {
            var at = measures.NextSample;
            simulation.RunTo(at);
            measures.Sample(at, simulation.States().AsSpan());
            tell(at, count);
            end = at < Until ? Until : at;
        }

        simulation.RunTo(end);
        simulation.Stop();
        measures.Sample(end, simulation.States().AsSpan());
        return new(measures.Report(), plan, accounts);

        bool IsUnderWay() =>
            Trace is { IsServedToTheEnd: true } && (simulation.InFlight > 0 || workload.Next is not null);

        void Take(in RequestRecord record)
        {
            count++;
            var group = users?.GroupOf(record.Arrival.Account) ?? 0;
            measures.Record(record, group);
            ended?.Invoke(record, group);
        }
    }

    private ServiceWorkload UsersOf(LimitDesk desk, TierParts parts) => new(
        new()
        {
            Model = Model,
            Start = Start,
            Until = Until,
            Scale = Scale,
            Parts = parts,
            Priorities = [.. Groups.Select(group => Fleet.Priorities.GetValueOrDefault(group))],
            Cache = Fleet.Cache,
            SharedPrompt = Fleet.SharedPrompt,
        },
        desk,
        Seed);
}
