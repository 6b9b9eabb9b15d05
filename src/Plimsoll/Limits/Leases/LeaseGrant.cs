using Plimsoll.Quantities;

namespace Plimsoll.Limits.Leases;

/// <summary>A lease as it was given. All of it is charged already.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Size">What may be used of it.</param>
/// <param name="At">When, by the store's clock.</param>
/// <param name="End">First instant, by the store's clock, at which it admits nothing more.</param>
/// <param name="Lane">Lane that serves its requests.</param>
/// <param name="IsOverage">Whether they are paid as overage.</param>
public sealed record LeaseGrant(UInt128 Id, LeaseSize Size, Instant At, Instant End, Lane Lane, bool IsOverage);
