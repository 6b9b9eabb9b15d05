namespace Plimsoll.Footprint;

/// <summary>What a footprint can be told apart by.</summary>
[Flags]
public enum FootprintColumns
{
    /// <summary>Nothing: one sum.</summary>
    None = 0,

    /// <summary>Site.</summary>
    Site = 1,

    /// <summary>Plan or tier of who asked.</summary>
    Plan = 2,

    /// <summary>Model class, or job.</summary>
    Class = 4,

    /// <summary>What the energy is used for.</summary>
    Use = 8,

    /// <summary>Calendar month, UTC.</summary>
    Month = 16,

    /// <summary>Hour.</summary>
    Hour = 32,

    /// <summary>Organization, of requests that were served.</summary>
    Organization = 64,
}
