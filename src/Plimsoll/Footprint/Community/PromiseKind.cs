namespace Plimsoll.Footprint.Community;

/// <summary>What a promise is about. Numbered and append-only.</summary>
public enum PromiseKind
{
    /// <summary>To pay for upgrades of the grid that a site needs.</summary>
    GridUpgrades = 1,

    /// <summary>To bring generation that would not be there, or to pay for what the demand does to the price.</summary>
    NewGeneration = 2,

    /// <summary>To draw less when the grid needs it.</summary>
    Curtailment = 3,

    /// <summary>Something that is only told here.</summary>
    Other = 4,
}
