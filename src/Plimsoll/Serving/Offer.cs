namespace Plimsoll.Serving;

/// <summary>What a replica says to a new sequence.</summary>
public enum Offer
{
    /// <summary>It runs or waits.</summary>
    Accepted = 1,

    /// <summary>Batch and queue are full; the sequence may be offered again later.</summary>
    Full = 2,

    /// <summary>Its cache would not fit even on an idle replica.</summary>
    TooLong = 3,
}
