namespace Plimsoll.Storage;

/// <summary>What holds after a store could not do what it was asked.</summary>
public enum StoreFault
{
    /// <summary>Nothing was changed, and it may work later: the store cannot be reached, or is too busy.</summary>
    Unavailable,

    /// <summary>
    /// The change was made entirely or not at all, and which of both is not known: read what it would have written, or
    /// send its entries again.
    /// </summary>
    Unknown,

    /// <summary>
    /// Nothing was changed, and nothing will be until the store is opened again: an earlier write failed, so that what
    /// is durable is known only by reading it.
    /// </summary>
    Broken,

    /// <summary>It cannot be opened: another process has it.</summary>
    InUse,

    /// <summary>It cannot be opened: what is there is damaged, or no store, or written by a newer version.</summary>
    Unreadable,
}
