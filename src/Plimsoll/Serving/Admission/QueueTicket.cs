namespace Plimsoll.Serving.Admission;

/// <summary>
/// A request that waits in a queue or has a place, valid for that queue alone. <c>default</c> is none.
/// </summary>
/// <param name="Slot">Number from 0; used again for another request once this one has ended.</param>
/// <param name="Use">Which use of the slot this is, from 1.</param>
public readonly record struct QueueTicket(int Slot, long Use);
