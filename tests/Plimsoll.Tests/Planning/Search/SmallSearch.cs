using Plimsoll.Planning;
using Plimsoll.Planning.Search;
using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Tests.Planning.Search;

/// <summary>What searches ask of the small service.</summary>
internal static class SmallSearch
{
    private const double Chain = 2.44;

    /// <summary>The only accelerator kind of the service.</summary>
    public static Accelerator Kind { get; } = new SmallService().Model().Sites[0].Pools[0].Kind;

    /// <summary>A day on which everything is in service.</summary>
    public static Instant Ramped { get; } = new SmallService().Model().Compare.Ramped;

    /// <summary>Accelerators of a kind at a site of the service.</summary>
    public static Candidate At(ServiceModel model, string site) =>
        Of(Kind, model.Sites.First(place => place.Name == site), isNew: false);

    /// <summary>Accelerators of a kind at a new site.</summary>
    public static Candidate AtNewSite(Accelerator kind, double feeds = 2) => Of(
        kind,
        new Site
        {
            Name = "new-site",
            Title = "A new site",
            Contract = new Contract { Name = "added", Counterparty = "nobody", Form = ContractForm.Reserved },
            Power = default,
            PowerChain = Chain,
            Feeds = feeds,
            Ramp = new Ramp([(default, new Share(1))]),
            Pools = [],
        },
        isNew: true);

    /// <summary>The whole load at a multiple.</summary>
    public static Target Whole(ServiceMargins service, double multiple = 1) =>
        Target.Of(service, Target.WholePolicy, multiple)!;

    /// <summary>The service with other terms of a site's contract.</summary>
    public static ServiceModel WithContract(ServiceModel model, string site, Func<Contract, Contract> change) =>
        model with
        {
            Sites = [.. model.Sites.Select(place => place.Name == site
                ? place with { Contract = change(place.Contract) } : place)],
        };

    private static Candidate Of(Accelerator kind, Site place, bool isNew) =>
        new(kind, place, isNew, 0.97, kind.Power.Tdp * Chain);
}
