using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>What an account is entitled to: a plan, or an API tier.</summary>
/// <param name="Plan">Plan name; null for an API organisation.</param>
/// <param name="Tier">Tier name; null for a plan's user.</param>
/// <param name="Product">Product whose usage this is, such as <c>claude-code</c>.</param>
/// <param name="WeekAnchor">
/// Any instant at which the account's week resets; the others follow at multiples of 7 days.
/// </param>
public sealed record AccountTerms(string? Plan, string? Tier, string Product, Instant WeekAnchor);
