using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps sites, contracts and accelerators as written to the core's.</summary>
public static class SupplyCompiler
{
    /// <summary>All sites, in ordinal order of name.</summary>
    public static ImmutableArray<Site> Sites(ScenarioSpec spec)
    {
        var kinds = Kinds(spec).ToDictionary(kind => kind.Name);
        return
        [
            .. spec.Sites.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new Site
            {
                Name = s.Key,
                Title = s.Value.Title,
                Contract = ContractOf(s.Value.Contract, spec.Contracts[s.Value.Contract]),
                Power = s.Value.Power.Value,
                PowerChain = PowerChain(spec.PowerChain, s.Value),
                FixedOverhead = spec.PowerChain.Fixed?.Value.Fraction ?? 0,
                Feeds = s.Value.Feeds.Value.Value,
                Ramp = new Ramp(s.Value.Ramp.Select(r => (Instant.FromDate(r.At), r.Share.Value))),
                Pools =
                [
                    .. s.Value.Pools.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new Pool(
                        p.Key,
                        kinds[p.Value.Accelerator],
                        p.Value.Count.Value.Value,
                        p.Value.Availability.Value.Fraction,
                        p.Value.Inference.Value.Fraction)),
                ],
                Expansions =
                [
                    .. s.Value.Expansions.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => new Expansion(
                        new Pool(
                            e.Key,
                            kinds[e.Value.Accelerator],
                            e.Value.Count.Value.Value,
                            e.Value.Availability.Value.Fraction,
                            e.Value.Inference.Value.Fraction),
                        e.Value.Power.Value,
                        e.Value.From is { } from ? Instant.FromDate(from) : null)),
                ],
                Energy = EnergyOf(s.Value.Energy),
                Sources = PowerCompiler.Sources(s.Value.Sources, EnergyOf(s.Value.Energy), spec.Factors.Air),
                Swings = PowerCompiler.Swings(s.Value.Swings),
                Curtailment = PowerCompiler.Curtailment(s.Value.Curtailment),
                Permits = AirCompiler.Permits(s.Value),
            }),
        ];
    }

    /// <summary>All accelerator kinds, installed or not, in ordinal order of name.</summary>
    public static ImmutableArray<Accelerator> Kinds(ScenarioSpec spec) =>
        [.. spec.Accelerators.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => Kind(a.Key, a.Value))];

    private static Accelerator Kind(string name, AcceleratorSpec spec) => new()
    {
        Name = name,
        Title = spec.Title,
        Compute = spec.Compute.Value,
        Memory = spec.Memory.Value,
        Bandwidth = spec.Bandwidth.Value,
        ScaleUp = (int)spec.ScaleUp.Value.Value,
        Calibration = new Calibration(
            spec.Calibration.Mbu.Value,
            spec.Calibration.Mfu.Value,
            spec.Calibration.PerLayer.Value,
            spec.Calibration.PerDoubling.Value,
            spec.Calibration.PerSequence.Value),
        Power = new AcceleratorPower(
            spec.Power.Tdp.Value, spec.Power.Base.Value, spec.Power.Memory.Value, spec.Power.Compute.Value)
        {
            Idle = spec.Power.Idle?.Value ?? default,
        },
    };

    /// <summary>Watts of the site's basis per accelerator watt: IT power has no cooling and losses on top.</summary>
    public static double PowerChain(PowerChainSpec chain, SiteSpec site)
    {
        var it = chain.Server.Value.Value * chain.It.Value.Value;
        return site.PowerBasis == PowerBasis.It ? it : it * (site.Facility ?? chain.Facility).Value.Value;
    }

    /// <summary>Facility watts per accelerator watt of a site of which nothing else is known.</summary>
    public static double PowerChain(PowerChainSpec chain) =>
        chain.Server.Value.Value * chain.It.Value.Value * chain.Facility.Value.Value;

    /// <summary>A contract, which need not have a site.</summary>
    /// <param name="spec">A validated scenario.</param>
    /// <param name="name">Its name.</param>
    public static Contract Contract(ScenarioSpec spec, string name) => ContractOf(name, spec.Contracts[name]);

    private static Contract ContractOf(string name, ContractSpec spec) => new()
    {
        Name = name,
        Counterparty = spec.Counterparty,
        Form = spec.Form,
        Start = spec.Start is { } start ? Instant.FromDate(start) : null,
        Term = spec.Term?.Value,
        MinimumTerm = spec.MinimumTerm?.Value,
        Notice = spec.Notice?.Value,
        OwnNotice = spec.OwnNotice?.Value,
        PricePerMonth = spec.PricePerMonth?.Value,
        Accelerators = spec.Accelerators?.Value.Value,
        FeeSteps = [.. spec.FeeSteps.Select(s => new FeeStep(Instant.FromDate(s.From), s.Multiple.Value.Value))],
        PricePerAcceleratorHour = spec.PricePerAcceleratorHour?.Value,
        TakeOrPay = spec.TakeOrPay is { } least
            ? new TakeOrPay(least.Share?.Value.Fraction, least.AcceleratorHours?.Value.Value) : null,
        OveragePerAcceleratorHour = spec.OveragePerAcceleratorHour?.Value,
        Power = spec.Power,
        Commitment = spec.Commitment is { } all
            ? new Commitment(all.Total.Value, Instant.FromDate(all.From), Instant.FromDate(all.Until)) : null,
    };

    private static SiteEnergy EnergyOf(EnergySpec? spec) => spec is null ? SiteEnergy.Unstated : new SiteEnergy
    {
        Prices = ByHour(
            spec.Price, spec.PriceByHour, (price, by) => new EnergyPrice(price.DollarsPerMegawattHour * by)),
        Carbon = ByHour(
            spec.Carbon, spec.CarbonByHour, (carbon, by) => new EmissionFactor(carbon.KilogramsPerMegawattHour * by)),
        LeastDraw = spec.LeastDraw?.Value ?? default,
    };

    /// <summary>24 values of the hours of a day, each a multiple of what is stated; empty: nothing is.</summary>
    internal static ImmutableArray<T> ByHour<T>(Input<T>? stated, IReadOnlyList<double> hours, Func<T, double, T> times)
        where T : struct => stated is { } value
            ? [.. Enumerable.Range(0, 24).Select(hour => times(value.Value, hours.Count == 0 ? 1 : hours[hour]))]
            : [];
}
