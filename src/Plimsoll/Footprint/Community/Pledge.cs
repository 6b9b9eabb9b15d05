using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Footprint.Community;

/// <summary>A pledge.</summary>
/// <param name="Name">Its name, unique in the scenario.</param>
/// <param name="Title">What it is called.</param>
/// <param name="By">Who gave it.</param>
/// <param name="Date">When.</param>
/// <param name="IsBinding">Whether it can be enforced.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Promises">What it promises.</param>
public sealed record Pledge(
    string Name,
    string Title,
    string By,
    Instant Date,
    bool IsBinding,
    string Source,
    ImmutableArray<Promise> Promises)
{
    /// <summary>Which sites it covers and which not, and why that is taken so.</summary>
    public ImmutableArray<(string Site, Coverage Coverage, string Because)> Sites { get; init; } = [];

    /// <summary>Whether it covers a site; of one that it does not name it is not known.</summary>
    public (Coverage Coverage, string Because) Of(string site)
    {
        var named = Sites.FirstOrDefault(one => one.Site == site);
        return named.Site is null ? (Coverage.NotKnown, "not named") : (named.Coverage, named.Because);
    }
}

/// <summary>One promise of a pledge.</summary>
/// <param name="Name">Its name, unique in the pledge.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="Words">What is promised.</param>
public sealed record Promise(string Name, PromiseKind Kind, string Words);
