using System.Collections.Immutable;

namespace Plimsoll.Demand;

/// <summary>What is published about how much teams of developers have to be given.</summary>
/// <param name="Developers">Populations that a developer is one of, in ordinal order of name.</param>
/// <param name="Percentile">Part of the minutes and teams that have enough.</param>
/// <param name="Teams">Published figures by size of team, ascending.</param>
public sealed record TeamSizing(
    ImmutableArray<Population> Developers, double Percentile, ImmutableArray<PublishedTeam> Teams);

/// <summary>A published figure.</summary>
/// <param name="From">Smallest team.</param>
/// <param name="To">Largest team; infinite: any larger one.</param>
/// <param name="Tokens">Tokens of every kind per minute and developer, from and to.</param>
/// <param name="Requests">Requests per minute and developer, from and to.</param>
public sealed record PublishedTeam(
    double From, double To, (double Low, double High) Tokens, (double Low, double High) Requests);
