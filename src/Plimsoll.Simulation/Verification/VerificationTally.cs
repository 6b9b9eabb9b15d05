using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Verification;

/// <summary>What a simulation has to be asked for beside its report: credits, and who met which limit.</summary>
public sealed class VerificationTally
{
    private readonly ServiceSimulation simulation;
    private readonly Instant measuredFrom;
    private readonly HashSet<int> sessionLimited = [];
    private readonly HashSet<int> weekLimited = [];
    private double credits;

    /// <summary>Counts nothing yet.</summary>
    public VerificationTally(ServiceSimulation simulation)
    {
        this.simulation = simulation;
        measuredFrom = simulation.Start + simulation.WarmUp;
    }

    /// <summary>Simulated users of plans.</summary>
    public double Users => simulation.Model.Populations.Sum(population =>
        Math.Round(population.Users * simulation.Model.Growth.At(simulation.Start) / simulation.Scale));

    /// <summary>Users of plans whom their session limit refused at least once.</summary>
    public int SessionLimited => sessionLimited.Count;

    /// <summary>Users of plans whom their weekly limit refused at least once.</summary>
    public int WeekLimited => weekLimited.Count;

    /// <summary>Credits that users of plans used per second, of the whole service.</summary>
    public double Credits => credits * simulation.Scale / (simulation.Until - measuredFrom).Seconds;

    /// <summary>Takes a request that is over.</summary>
    public void Take(RequestRecord record, int group)
    {
        var arrival = record.Arrival;
        if (arrival.At < measuredFrom || group >= simulation.Model.Populations.Length)
            return;
        if (record.Outcome == RequestOutcome.Limited)
        {
            if (record.Limit?.EndsWith("/session", StringComparison.Ordinal) == true)
                sessionLimited.Add(arrival.Account);
            else if (record.Limit?.EndsWith("/week", StringComparison.Ordinal) == true)
                weekLimited.Add(arrival.Account);
        }

        if (record.Produced == 0)
            return;
        var policy = simulation.Model.Timeline.At(arrival.At);
        var weights = policy.Classes[simulation.Model.Classes[arrival.Class].Name].Weights;
        credits += ((arrival.Input - record.Cached) * weights.Input.Value) + (record.Cached * weights.CacheRead.Value)
            + (record.Produced * weights.Output.Value);
    }
}
