namespace Plimsoll.Footprint;

/// <summary>
/// How much of the energy of serving each boundary takes in, in joules. Narrow: accelerators while they work.
/// Comprehensive: with their hosts and network, with what stands by and idles, and with what cools and feeds them, as
/// Google measured Gemini (arXiv 2508.15734). Training, networks outside the site and devices of users are in neither.
/// </summary>
/// <param name="Accelerators">Accelerators at work.</param>
/// <param name="Hosts">Servers and network around them.</param>
/// <param name="Idle">Accelerators and hosts that stand by or idle.</param>
/// <param name="Overhead">Cooling and losses of the site; none where its megawatts count IT power only.</param>
public sealed record EnergyBoundary(double Accelerators, double Hosts, double Idle, double Overhead)
{
    /// <summary>The narrow boundary.</summary>
    public double Narrow => Accelerators;

    /// <summary>The comprehensive boundary: all of it.</summary>
    public double Comprehensive => Accelerators + Hosts + Idle + Overhead;

    /// <summary>How many times the narrow figure the comprehensive one is; 0 where nothing works.</summary>
    public double Ratio => Narrow == 0 ? 0 : Comprehensive / Narrow;

    /// <summary>The boundary of everything at a meter but training.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="it">IT watts (servers and network) for a watt of accelerators, 1 or more.</param>
    /// <param name="facility">Watts at the meter for a watt of IT, 1 or more.</param>
    public static EnergyBoundary Of(SiteMeter meter, double it, double facility)
    {
        var work = Sum(UseKind.Serving) + Sum(UseKind.Batch);
        var idle = Sum(UseKind.StandBy) + Sum(UseKind.Idle);
        var accelerators = work / facility / it;
        return new EnergyBoundary(
            accelerators,
            (work / facility) - accelerators,
            idle / facility,
            (work + idle) * (1 - (1 / facility)));

        double Sum(UseKind kind) =>
            meter.Uses.Where(use => use.Kind == kind).Sum(use => use.Joules.Sum(joules => (double)joules));
    }
}
