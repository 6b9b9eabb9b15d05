using System.Collections.Immutable;
using Plimsoll.Quantities;

namespace Plimsoll.Planning.Search;

/// <summary>How much of each candidate, by itself, makes a target hold.</summary>
/// <param name="Target">What has to hold.</param>
/// <param name="At">When.</param>
/// <param name="OrderedBy">Condition by which rows are ordered.</param>
/// <param name="Now">By condition, served over required without any addition.</param>
/// <param name="Rows">
/// The candidates: those that need least power first, then those of which no amount helps.
/// </param>
public sealed record SizeReport(
    Target Target,
    Instant At,
    Condition OrderedBy,
    ImmutableArray<(Condition Condition, double Margin)> Now,
    ImmutableArray<SizeRow> Rows)
{
    /// <summary>Searches under every condition.</summary>
    public static SizeReport Of(
        ServiceMargins service,
        Target target,
        Instant at,
        ImmutableArray<Candidate> candidates,
        Condition orderedBy)
    {
        var conditions = Enum.GetValues<Condition>();
        var answers = conditions.Select(condition => SizeSearch.Of(service, target, at, condition, candidates))
            .ToArray();
        var rows = candidates.Select((candidate, i) => new SizeRow(candidate, [.. answers.Select(a => a[i])]));
        return new SizeReport(
            target,
            at,
            orderedBy,
            [.. conditions.Select(condition => (condition, service.Of(at, condition, target.Load).Multiple))],
            [.. rows.OrderBy(row => row.Under(orderedBy).Power?.Value ?? double.PositiveInfinity)
                .ThenBy(row => row.Candidate.Name, StringComparer.Ordinal)]);
    }
}

/// <summary>A candidate and what is needed of it.</summary>
/// <param name="Candidate">The candidate.</param>
/// <param name="Answers">By condition, in their order.</param>
public sealed record SizeRow(Candidate Candidate, ImmutableArray<SizeAnswer> Answers)
{
    /// <summary>The answer under one condition.</summary>
    public SizeAnswer Under(Condition condition) => Answers.First(answer => answer.Condition == condition);
}
