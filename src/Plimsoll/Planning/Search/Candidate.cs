using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Planning.Search;

/// <summary>Accelerators of one kind that could be added at one place, with the power that they need.</summary>
/// <param name="Kind">Accelerator kind.</param>
/// <param name="Place">A site of the service, or a new one without accelerators and power.</param>
/// <param name="IsNew">Whether the place is new.</param>
/// <param name="Availability">Part in working order, above 0, at most 1; all of it serves users.</param>
/// <param name="PowerEach">Power of the place's basis that comes with an accelerator; above zero.</param>
public sealed record Candidate(Accelerator Kind, Site Place, bool IsNew, double Availability, Watts PowerEach)
{
    /// <summary>Whether its power comes with it; otherwise offers of power have to bring it.</summary>
    public bool IsPowered { get; init; } = true;

    /// <summary>Hours of a mean month.</summary>
    public const double HoursPerMonth = 730;

    /// <summary>Price of an accelerator-hour, power included; null: not known.</summary>
    public Usd? PricePerHour { get; init; }

    /// <summary>Name of what it adds.</summary>
    private const string Added = "added";

    /// <summary>For people.</summary>
    public string Name => $"{Kind.Name} at {(IsNew ? "a new site" : Place.Name)}";

    /// <summary>A service with so many of it, in service as long as their place.</summary>
    /// <param name="model">The service.</param>
    /// <param name="accelerators">How many, 0 or more.</param>
    public ServiceModel AddTo(ServiceModel model, double accelerators)
    {
        var there = model.Sites.FirstOrDefault(site => site.Name == Place.Name) ?? Place;
        var pool = new Pool($"{Added}-{Kind.Name}", Kind, accelerators, Availability, 1);
        var grown = there with
        {
            Expansions = [.. there.Expansions, new Expansion(pool, PowerEach * accelerators, null)],
        };
        return model with
        {
            Sites = [.. model.Sites.Where(site => site.Name != grown.Name).Append(grown)
                .OrderBy(site => site.Name, StringComparer.Ordinal)],
        };
    }
}
