using System.Collections.Frozen;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Scenarios.Format;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Cli.Serving;

/// <summary>How requests wait, from what was written to what the gateway takes.</summary>
internal static class QueueCompiler
{
    private const string Place = "queues";

    /// <summary>The queues; what is wrong is told.</summary>
    public static QueueOptions Compile(QueuesSpec spec, Policy policy, Faults faults)
    {
        var standard = new QueueTerms();
        var bands = new[] { spec.Bands.High, spec.Bands.Standard, spec.Bands.Low, spec.Bands.Batch };
        var terms = standard with
        {
            MostWaiting = spec.MostWaiting ?? standard.MostWaiting,
            MostWaitingTokens = spec.MostWaitingTokens ?? standard.MostWaitingTokens,
            MostWaitingOfTenant = spec.MostWaitingOfTenant ?? standard.MostWaitingOfTenant,
            MostWaitingTokensOfTenant = spec.MostWaitingTokensOfTenant ?? standard.MostWaitingTokensOfTenant,
            InputWeight = spec.InputWeight ?? standard.InputWeight,
            OutputWeight = spec.OutputWeight ?? standard.OutputWeight,
            Bands = [.. standard.Bands.Zip(bands, Band)],
        };
        foreach (var problem in terms.Problems())
            faults.Add(Place, problem);
        var known = policy.Plans.Keys.Concat(policy.Tiers.Keys).ToHashSet();
        foreach (var name in spec.Tenants.Keys.Where(name => !known.Contains(name)))
        {
            faults.Add($"{Place}.tenants",
                $"there is no plan or tier '{name}'. There are: {UpstreamCompiler.Names(known)}.");
        }

        return new QueueOptions
        {
            Terms = terms,
            Tenants = spec.Tenants.ToFrozenDictionary(
                one => one.Key, one => new TenantTerms(one.Value.Band, one.Value.Weight)),
        };
    }

    private static BandTerms Band(BandTerms standard, BandSpec spec) => standard with
    {
        Kept = spec.Kept ?? standard.Kept,
        LongestWait = spec.LongestWait ?? standard.LongestWait,
    };
}
