using System.Collections.Immutable;
using Plimsoll.Supply;

namespace Plimsoll.Footprint.Power;

/// <summary>A source while it is dispatched: what it gives in the hour at hand, and what it gave before.</summary>
internal sealed class SourcePlant
{
    public const double SecondsPerHour = 3600;

    private const int MinutesPerHour = 60;

    private readonly ImmutableArray<long>.Builder joules;
    private readonly ImmutableArray<int>.Builder starts = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<int>.Builder running = ImmutableArray.CreateBuilder<int>();
    private readonly ImmutableArray<long>.Builder heldByHour = ImmutableArray.CreateBuilder<long>();
    private readonly double roundTrip;
    private readonly ImmutableArray<long>.Builder tooFast = ImmutableArray.CreateBuilder<long>();
    private long? ramp;
    private long? gave;
    private double part = double.NaN;
    private int ran;
    private long before;

    public SourcePlant(EnergySource source, int hours)
    {
        Source = source;
        joules = ImmutableArray.CreateBuilder<long>(hours);
        roundTrip = source is EnergySource.Storage storage ? storage.RoundTrip : 1;
    }

    public EnergySource Source { get; }

    /// <summary>Most joules of a unit in an hour; of a source without units, all of them.</summary>
    public long Unit { get; private set; }

    /// <summary>Joules that a battery holds when full.</summary>
    public long Full { get; private set; }

    /// <summary>Joules that it keeps.</summary>
    public long Reserve { get; private set; }

    /// <summary>Joules that it holds.</summary>
    public long Held { get; private set; }

    /// <summary>Joules given in this hour; less than zero: put in.</summary>
    public long Given { get; private set; }

    /// <summary>Joules that may yet be given in this hour, of those that its steps allow.</summary>
    public long Spare { get; private set; }

    /// <summary>Joules that might be given in this hour if units could rise at once.</summary>
    public long SpareAtOnce { get; private set; }

    /// <summary>Joules below which units cannot fall in this hour.</summary>
    public long Floor { get; private set; }

    /// <summary>Units that run to give what is given.</summary>
    public int Running => Source is EnergySource.Generators && Unit > 0 ? (int)((Given + Unit - 1) / Unit) : 0;

    /// <summary>Joules of an hour at a power, never more than whole.</summary>
    public static long Whole(double watts) => checked((long)Math.Floor(watts * SecondsPerHour));

    /// <summary>
    /// Begins an hour with so much of it in service. Batteries that come are full; those that go take with them what
    /// they hold.
    /// </summary>
    public void Begin(double inService)
    {
        if (inService == part)
            return;
        part = inService;
        var most = Whole(Source.Capacity.Value * inService);
        Unit = Source is EnergySource.Generators { Units: var units } ? most / units : most;
        if (Source is EnergySource.Generators { RampPerMinute: { } perMinute })
            ramp = Whole(perMinute.Value * MinutesPerHour * inService);
        if (Source is not EnergySource.Storage storage)
            return;
        var full = (long)(storage.Energy.Value * inService);
        before = Held = full >= Full ? Held + full - Full : (long)(Held * (full / (double)Full));
        Full = full;
        Reserve = (long)Math.Ceiling(Full * storage.Reserve);
    }

    /// <summary>Allows joules in this hour, whole units of generators.</summary>
    public void Allow(long most)
    {
        Spare = SpareAtOnce = Source is EnergySource.Generators { Units: var units }
            ? Math.Min(most, Unit * units) : most;
        if (ramp is not { } change || gave is not { } last)
            return;
        Spare = Math.Min(Spare, last + change);
        Floor = Math.Clamp(last - change, 0, Spare);
    }

    /// <summary>Gives so many joules more, or less.</summary>
    public void Give(long more)
    {
        Given += more;
        Spare -= more;
    }

    /// <summary>Joules that a battery can give in this hour, what was put in first.</summary>
    public long MayDischarge => Math.Max(0, Math.Min(Unit, before - Reserve)) - Given;

    /// <summary>Joules that it can be given in this hour.</summary>
    public long MayCharge => Math.Max(
        0, Math.Min(Unit + Math.Min(0, Given), (long)Math.Floor((Full - Held) / roundTrip)));

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
            gave = Given;
            if (ramp is not null)
                tooFast.Add(Math.Max(0, Floor - Given));
        }
        else if (Source is EnergySource.Storage)
            heldByHour.Add(Held);
        (Given, Spare, SpareAtOnce, Floor, before) = (0, 0, 0, 0, Held);
    }

    public SourceLine Line() => new(Source, joules.ToImmutable(), starts.ToImmutable(), running.ToImmutable())
    {
        TooFast = tooFast.ToImmutable(),
    };

    public ImmutableArray<long> HeldByHour() => heldByHour.ToImmutable();
}
