using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>Accelerators that could be had at a price.</summary>
/// <param name="Name">Name, unique among the offers.</param>
/// <param name="Candidate">What they are; those without power are all at one site, which no feed is lost of.</param>
/// <param name="PricePerHour">Price of one hour of one accelerator.</param>
/// <param name="AtMost">The most that can be had; infinite: any number.</param>
/// <param name="From">First instant at which it can be had; null: any.</param>
public sealed record SupplyOffer(string Name, Candidate Candidate, Usd PricePerHour, double AtMost, Instant? From);
