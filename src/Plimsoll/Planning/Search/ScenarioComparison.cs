using System.Collections.Immutable;
using Plimsoll.Evidence;

namespace Plimsoll.Planning.Search;

/// <summary>Two services side by side, and what makes the difference.</summary>
/// <param name="Base">The one that is compared with.</param>
/// <param name="Other">The one that was asked about.</param>
/// <param name="Inputs">Inputs of both that differ, those that matter most first.</param>
/// <param name="OnlyBase">Paths under which only the first has inputs.</param>
/// <param name="OnlyOther">Paths under which only the other has inputs.</param>
/// <param name="AllInputs">
/// Margin of the first with all of <paramref name="Inputs"/> at the values of the other; what is left to the other's
/// margin comes from what only one of them has, from dates and from what carries no evidence.
/// </param>
public sealed record ScenarioComparison(
    Standing Base,
    Standing Other,
    ImmutableArray<InputDifference> Inputs,
    ImmutableArray<string> OnlyBase,
    ImmutableArray<string> OnlyOther,
    double AllInputs)
{
    /// <summary>Compares two services.</summary>
    /// <param name="one">The one that is compared with.</param>
    /// <param name="other">The one that is asked about.</param>
    public static ScenarioComparison Of(Variants one, Variants other)
    {
        var standing = Standing.Of(new ServiceMargins(one.Build(new Dictionary<string, double>())));
        var theirs = other.Inputs.ToDictionary(input => input.Path);
        var differing = one.Inputs.Where(input => theirs.TryGetValue(input.Path, out var their)
            && their.Mid != input.Mid).ToArray();
        return new ScenarioComparison(
            standing,
            Standing.Of(new ServiceMargins(other.Build(new Dictionary<string, double>()))),
            [
                .. differing.Select(input => new InputDifference(
                    input, theirs[input.Path], Margin([input]) / standing.Ramped))
                    .OrderByDescending(d => Math.Abs(Math.Log(d.Ratio)))
                    .ThenBy(d => d.Base.Path, StringComparer.Ordinal),
            ],
            Missing(one, other),
            Missing(other, one),
            Margin(differing));

        double Margin(InputRecord[] taken)
        {
            var values = taken.ToDictionary(input => input.Path, input => theirs[input.Path].Mid);
            return Standing.MarginOf(new ServiceMargins(one.Build(values)));
        }
    }

    /// <summary>The shortest paths under which only one of them has inputs.</summary>
    private static ImmutableArray<string> Missing(Variants from, Variants to)
    {
        var theirs = to.Inputs.SelectMany(input => Above(input.Path)).ToHashSet();
        return [.. from.Inputs.Select(input => Above(input.Path).FirstOrDefault(path => !theirs.Contains(path)))
            .OfType<string>().Distinct()];
    }

    /// <summary>A path and those above it, the shortest first.</summary>
    private static IEnumerable<string> Above(string path) => path.Index().Where(letter => letter.Item == '.')
        .Select(letter => path[..letter.Index]).Append(path);
}

/// <summary>An input whose value differs.</summary>
/// <param name="Base">In the service that is compared with.</param>
/// <param name="Other">In the other.</param>
/// <param name="Ratio">What the margin of the first is multiplied by when it alone takes the other's value.</param>
public sealed record InputDifference(InputRecord Base, InputRecord Other, double Ratio);

/// <summary>A service and its variants.</summary>
/// <param name="Inputs">All inputs.</param>
/// <param name="Build">The model with some inputs, by path, at other values in their base units.</param>
public sealed record Variants(
    IReadOnlyList<InputRecord> Inputs, Func<IReadOnlyDictionary<string, double>, ServiceModel> Build);
