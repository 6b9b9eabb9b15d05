using System.Diagnostics.CodeAnalysis;
using Plimsoll.Limits;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Tests.Swarm.Checkers;

/// <summary>
/// One family of what must always hold. It is told everything that happens, in order, and keeps its own account of it.
/// </summary>
internal abstract class Checker
{
    /// <summary>What it is called where it finds something.</summary>
    public abstract string Name { get; }

    /// <summary>A request is about to arrive.</summary>
    public virtual void Arrived(in Arrival arrival)
    {
    }

    /// <summary>The limits were asked for a request and have answered.</summary>
    public virtual void Asked(in Arrival arrival, in LimitRequest request, Refusal? refusal)
    {
    }

    /// <summary>Something happened to a replica.</summary>
    public virtual void Told(in ReplicaNews news)
    {
    }

    /// <summary>A request is over.</summary>
    public virtual void Ended(in RequestRecord record)
    {
    }

    /// <summary>Somebody did something to limits.</summary>
    public virtual void Acted(SwarmAct act)
    {
    }

    /// <summary>All of an instant has happened.</summary>
    public virtual void Passed(Moment moment)
    {
    }

    /// <summary>Everything is healed and nothing will happen any more.</summary>
    public virtual void Over(Moment moment)
    {
    }

    [DoesNotReturn]
    protected void Fail(string message) => throw new Violation(Name, message);
}
