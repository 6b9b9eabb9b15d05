using System.Collections.Immutable;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Supply;

namespace Plimsoll.Scenarios.Compile;

/// <summary>Maps sites, contracts and accelerators as written to the core's.</summary>
internal static class SupplyCompiler
{
    public static ImmutableArray<Site> Sites(ScenarioSpec spec)
    {
        var kinds = spec.Accelerators.ToDictionary(a => a.Key, a => Kind(a.Key, a.Value));
        return
        [
            .. spec.Sites.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => new Site
            {
                Name = s.Key,
                Title = s.Value.Title,
                Contract = ContractOf(s.Value.Contract, spec.Contracts[s.Value.Contract]),
                Power = s.Value.Power.Value,
                PowerChain = PowerChain(spec.PowerChain, s.Value),
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
            }),
        ];
    }

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
            spec.Power.Tdp.Value, spec.Power.Base.Value, spec.Power.Memory.Value, spec.Power.Compute.Value),
    };

    /// <summary>Watts of the site's basis per accelerator watt: IT power has no cooling and losses on top.</summary>
    private static double PowerChain(PowerChainSpec chain, SiteSpec site)
    {
        var it = chain.Server.Value.Value * chain.It.Value.Value;
        return site.PowerBasis == PowerBasis.It ? it : it * (site.Facility ?? chain.Facility).Value.Value;
    }

    private static Contract ContractOf(string name, ContractSpec spec) => new()
    {
        Name = name,
        Counterparty = spec.Counterparty,
        Form = spec.Form,
        Start = spec.Start is { } start ? Instant.FromDate(start) : null,
        Term = spec.Term?.Value,
        MinimumTerm = spec.MinimumTerm?.Value,
        Notice = spec.Notice?.Value,
        PricePerMonth = spec.PricePerMonth?.Value,
    };
}
