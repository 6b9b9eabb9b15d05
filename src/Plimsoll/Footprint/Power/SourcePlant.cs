using System.Collections.Immutable;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Power;

/// <summary>A source while it is dispatched: what it gives in the hour at hand, and what it gave before.</summary>
internal sealed class SourcePlant
{
    public const double SecondsPerHour = 3600;

    private readonly ImmutableArray<long>.Builder joules;
    private readonly ImmutableArray<int>.Builder starts = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<int>.Builder running = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<long>.Builder heldByHour = ImmutableArray.CreateBuilder<long>();
    private readonly double roundTrip;
    private int ran;
    private long before;

    public SourcePlant(EnergySource source, double inService, int hours)
    {
        Source = source;
        joules = ImmutableArray.CreateBuilder<long>(hours);
        var most = Whole(source.Capacity.Value * inService);
        Unit = source is EnergySource.Generators { Units: var units } ? most / units : most;
        if (source is not EnergySource.Storage storage)
            return;
        roundTrip = storage.RoundTrip;
        Full = (long)(storage.Energy.Value * inService);
        Reserve = (long)Math.Ceiling(Full * storage.Reserve);
        before = Held = Full;
    }

    public EnergySource Source { get; }

    /// <summary>Most joules of a unit in an hour; of a source without units, all of them.</summary>
    public long Unit { get; }

    /// <summary>Joules that a battery holds when full.</summary>
    public long Full { get; }

    /// <summary>Joules that it keeps.</summary>
    public long Reserve { get; }

    /// <summary>Joules that it holds.</summary>
    public long Held { get; private set; }

    /// <summary>Joules given in this hour; less than zero: put in.</summary>
    public long Given { get; private set; }

    /// <summary>Joules that may yet be given in this hour, of those that its steps allow.</summary>
    public long Spare { get; private set; }

    /// <summary>Units that run to give what is given.</summary>
    public int Running => Source is EnergySource.Generators && Unit > 0 ? (int)((Given + Unit - 1) / Unit) : 0;

    /// <summary>Joules of an hour at a power, never more than whole.</summary>
    public static long Whole(double watts) => checked((long)Math.Floor(watts * SecondsPerHour));

    /// <summary>Allows joules in this hour, whole units of generators.</summary>
    public void Allow(long most) => Spare = Source is EnergySource.Generators { Units: var units }
        ? Math.Min(most, Unit * units) : most;

    /// <summary>Gives so many joules more, or less.</summary>
    public void Give(long more)
    {
        Given += more;
        Spare -= more;
    }

    /// <summary>Joules that a battery can give in this hour, what was put in first.</summary>
    public long MayDischarge => Math.Max(0, Math.Min(Unit, before - Reserve)) - Given;

    /// <summary>Joules that it can be given in this hour.</summary>
    public long MayCharge => Math.Max(0, Math.Min(Unit, (long)Math.Floor((Full - Held) / roundTrip)));

    /// <summary>
    /// Takes joules out of a battery. What was put in in the same hour is then not put in, and loses nothing.
    /// </summary>
    public void Discharge(long taken)
    {
        Given += taken;
        Held = Given >= 0 ? before - Given : HeldWith(-Given);
    }

    /// <summary>Puts joules into a battery; what the way in and out loses is lost here.</summary>
    public void Charge(long put)
    {
        Given -= put;
        Held = HeldWith(-Given);
    }

    private long HeldWith(long put) => Math.Min(Full, before + (long)Math.Floor(put * roundTrip));

    /// <summary>Keeps what was given, and begins the next hour.</summary>
    public void EndHour()
    {
        joules.Add(Given);
        if (Source is EnergySource.Generators)
        {
            running.Add(Running);
            starts.Add(Math.Max(0, Running - ran));
            ran = Running;
        }
        else if (Source is EnergySource.Storage)
            heldByHour.Add(Held);
        (Given, Spare, before) = (0, 0, Held);
    }

    public SourceLine Line() => new(Source, joules.ToImmutable(), starts.ToImmutable(), running.ToImmutable());

    public ImmutableArray<long> HeldByHour() => heldByHour.ToImmutable();
}
