using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Horizon;

/// <summary>Finds what happens to the policy and to contracts within a time.</summary>
internal static class HorizonEvents
{
    public static ImmutableArray<HorizonEvent> Between(ServiceModel model, Instant from, Instant until) =>
    [
        .. OfPolicy(model).Concat(OfContracts(model)).Concat(OfRamps(model))
            .Where(found => found.At >= from && found.At < until)
            .OrderBy(found => found.At).ThenBy(found => found.Kind)
            .ThenBy(found => found.Subject, StringComparer.Ordinal),
    ];

    private static IEnumerable<HorizonEvent> OfPolicy(ServiceModel model)
    {
        var versions = model.Timeline.Versions;
        for (var i = 1; i < versions.Length; i++)
        {
            var (before, after) = (versions[i - 1].Changes, versions[i].Changes);
            foreach (var name in after.Except(before))
                yield return Event(versions[i].EffectiveFrom, HorizonEventKind.PolicyChange, name, TitleOf(name));
            foreach (var name in before.Except(after))
            {
                yield return Event(
                    versions[i].EffectiveFrom, HorizonEventKind.PolicyEnd, name, $"End of: {TitleOf(name)}");
            }
        }

        string TitleOf(string name) => model.Changes.FirstOrDefault(change => change.Name == name)?.Title ?? name;
    }

    private static IEnumerable<HorizonEvent> OfContracts(ServiceModel model)
    {
        foreach (var contract in model.Sites.Select(site => site.Contract).DistinctBy(contract => contract.Name))
        {
            if (contract.Start is not { } start)
                continue;
            yield return Event(
                start, HorizonEventKind.ContractStart, contract.Name, $"{contract.Counterparty}: the contract begins");
            if (contract.Term is { } term)
            {
                yield return Event(
                    start + term, HorizonEventKind.ContractEnd, contract.Name,
                    $"{contract.Counterparty}: the contract ends");
            }

            if (contract.Notice is { } notice)
            {
                yield return Event(
                    start + (contract.MinimumTerm ?? Duration.Zero) + notice, HorizonEventKind.EarliestWithdrawal,
                    contract.Name, $"{contract.Counterparty}: may have withdrawn, at the earliest");
            }
        }
    }

    private static IEnumerable<HorizonEvent> OfRamps(ServiceModel model) => model.Sites.Select(site =>
        Event(site.Ramp.End, HorizonEventKind.RampEnd, site.Name, $"{site.Title}: the ramp ends"));

    private static HorizonEvent Event(Instant at, HorizonEventKind kind, string subject, string title) =>
        new(at, kind, subject, title);
}
