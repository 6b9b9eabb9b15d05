using System.Collections.Immutable;

namespace Plimsoll.Planning.Allocation;

/// <summary>
/// Interactive load that has to stay at some sites. It is the load of some users, on some classes, in some time zones;
/// a kind that is empty does not narrow it. Load that several rules speak of may use the sites that all of them allow.
/// </summary>
/// <param name="Name">Name, unique in the scenario.</param>
/// <param name="Users">Names of populations and organizations; empty: all.</param>
/// <param name="Classes">Indices of model classes; empty: all.</param>
/// <param name="Zones">Names of time zones; empty: all.</param>
/// <param name="Sites">Names of the sites; empty: nowhere.</param>
public sealed record ResidencyRule(
    string Name,
    ImmutableArray<string> Users,
    ImmutableArray<int> Classes,
    ImmutableArray<string> Zones,
    ImmutableArray<string> Sites)
{
    /// <summary>Whether it speaks of the load of some users on a class in a time zone.</summary>
    public bool Covers(string users, int modelClass, string zone) =>
        (Users.IsEmpty || Users.Contains(users))
        && (Classes.IsEmpty || Classes.Contains(modelClass))
        && (Zones.IsEmpty || Zones.Contains(zone));
}
