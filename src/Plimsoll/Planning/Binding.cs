using System.Collections.Immutable;

namespace Plimsoll.Planning;

/// <summary>What stops a load line from rising.</summary>
/// <param name="Class">Index of the model class whose load costs most there.</param>
/// <param name="Hour">Hour of the week, 0 is Monday 00:00 UTC.</param>
/// <param name="Outage">Site that has lost a feed, by name; null: everything is in service.</param>
/// <param name="Resources">What is used up, the most valuable first.</param>
public sealed record Binding(int Class, int Hour, string? Outage, ImmutableArray<BindingResource> Resources)
{
    /// <summary>Site whose grid is curtailed, by name; null: none.</summary>
    public string? Curtailed { get; init; }

    /// <summary>
    /// Whether the sum of the week stops it, as an air permit does; the hour is then the one whose load costs most.
    /// </summary>
    public bool IsOfWeek { get; init; }

    /// <summary>
    /// What to name first: the permit where one stops it, else what is worth most; null: nothing can run.
    /// </summary>
    public BindingResource? First => Dearest(ResourceKind.Permit) ?? Resources.FirstOrDefault();

    /// <summary>
    /// Of the resources of a kind that are used up, the one of which a little more is worth most; null: none is.
    /// </summary>
    public BindingResource? Dearest(ResourceKind kind) =>
        Resources.Where(r => r.Kind == kind && r.Amount > 0).MaxBy(r => r.Weight / r.Amount);
}

/// <summary>A resource that is used up.</summary>
/// <param name="Name">What and where.</param>
/// <param name="Weight">
/// Its part of the value of everything that is used up; the parts add up to 1. By duality it is also the percent by
/// which the served load rises when there is one percent more of this resource alone.
/// </param>
/// <param name="Kind">What is counted.</param>
/// <param name="Amount">
/// How much is in service: installed accelerators, watts in the site's own basis, or kilograms that a week may emit.
/// </param>
public sealed record BindingResource(string Name, double Weight, ResourceKind Kind, double Amount)
{
    /// <summary>What shadow prices are told for: 1,000 accelerators, a megawatt, or a kilogram a week.</summary>
    public double Unit => Kind switch { ResourceKind.Power => 1e6, ResourceKind.Permit => 1, _ => 1000 };

    /// <summary>Name of <see cref="Unit"/>.</summary>
    public string UnitName => Kind switch
    {
        ResourceKind.Power => "MW",
        ResourceKind.Permit => "kg a week",
        _ => "1,000 accelerators",
    };

    /// <summary>
    /// What has to come on top, of this resource alone, before all that is required can be served. A bound from below:
    /// what is served grows ever more slowly with one resource, and another hour may come to bind.
    /// </summary>
    /// <param name="served">Served over required now, above 0.</param>
    public double MissingAt(double served) => Math.Max(0, (1 / served) - 1) * Amount / Weight;
}

/// <summary>What a resource is counted in. Numbered and append-only.</summary>
public enum ResourceKind
{
    /// <summary>Accelerators of a pool.</summary>
    Accelerators = 1,

    /// <summary>Power of a site, or of what gives it.</summary>
    Power = 2,

    /// <summary>What an air permit lets sources emit.</summary>
    Permit = 3,
}
