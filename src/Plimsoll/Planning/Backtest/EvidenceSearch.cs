using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Evidence;

namespace Plimsoll.Planning.Backtest;

/// <summary>
/// Finds what the verdicts on changes rest on: evidence kinds, and the single inputs that would turn a verdict.
/// </summary>
/// <remarks>
/// Each input alone is lowered by a tenth (a whole number halved, 1 doubled) and the deciding figure of all changes of
/// a day computed anew: the elasticity is ln(ratio of the figure) over ln(ratio of the input), and a kind's share its
/// part of the sum of absolute elasticities. They also tell which inputs are tried first for turning a verdict; where
/// it turns is then found by bisection of the way to the end of the input's reach, so that it is exact whatever the
/// elasticity.
/// </remarks>
internal sealed class EvidenceSearch(
    IReadOnlyList<InputRecord> inputs, Func<IReadOnlyDictionary<string, double>, ServiceModel> build)
{
    private const int Shown = 3;
    private const int MostTried = 12;
    private const int Halvings = 10;

    /// <summary>
    /// Predictions from small changes are this far off at most: what is predicted further away than this multiple of
    /// the furthest one shown, or of the whole reach, is not tried.
    /// </summary>
    private const double Slack = 2;

    /// <summary>What changes from the day compared on rest on, by the key of the step.</summary>
    public FrozenDictionary<string, StepEvidence> Of(ServiceModel model)
    {
        var decisive = DecisiveOf(model, _ => true);
        var days = PolicyStep.Of(model).Where(s => s.At >= model.Compare.After).GroupBy(s => s.At)
            .Select(day => day.ToArray()).ToArray();
        var wholes = days.Select(day => day.First(s => s.IsWholeDay).Key).ToHashSet();
        var elasticities = inputs.Where(i => i.Mid != 0)
            .Select(i => (Input: i, Of: ElasticitiesOf(i, wholes, decisive))).ToArray();
        var found = new Dictionary<string, StepEvidence>();
        foreach (var day in days)
        {
            var whole = day.First(s => s.IsWholeDay).Key;
            var effects = elasticities.Select(e => (e.Input, Elasticity: e.Of.GetValueOrDefault(whole)))
                .Where(e => e.Elasticity != 0).ToArray();
            var shares = SharesOf(effects);
            foreach (var step in day)
                found.Add(step.Key, new StepEvidence(shares, FlipsOf(step.Key, decisive[step.Key], effects)));
        }

        return found.ToFrozenDictionary();
    }

    private Dictionary<string, double> ElasticitiesOf(
        InputRecord input, HashSet<string> wholes, Dictionary<string, double> decisive)
    {
        var value = input.Lowered ?? input.Raised ?? input.Mid;
        if (value == input.Mid)
            return [];
        var moved = DecisiveWith(input, value, wholes.Contains);
        return moved.ToDictionary(step => step.Key, step =>
        {
            var (was, now) = (decisive.GetValueOrDefault(step.Key), step.Value);
            var isMeasured = was > 0 && now > 0 && double.IsFinite(was) && double.IsFinite(now);
            return isMeasured ? Math.Round(Math.Log(now / was) / Math.Log(value / input.Mid), 9) : 0;
        });
    }

    private static ImmutableArray<(EvidenceKind Kind, double Share)> SharesOf(
        (InputRecord Input, double Elasticity)[] effects)
    {
        var total = effects.Sum(e => Math.Abs(e.Elasticity));
        return [.. Enum.GetValues<EvidenceKind>().Select(kind => (kind, total == 0 ? 0 : effects
            .Where(e => e.Input.Provenance.Kind == kind).Sum(e => Math.Abs(e.Elasticity)) / total))];
    }

    private ImmutableArray<Flip> FlipsOf(
        string step, double decisive, (InputRecord Input, double Elasticity)[] effects)
    {
        var holds = decisive >= 1;
        var candidates = effects.Select(e => Candidate(e.Input, e.Elasticity, decisive))
            .Where(c => c.Reach is not null && c.Predicted <= Slack)
            .OrderBy(c => c.Predicted).ThenBy(c => c.Input.Path, StringComparer.Ordinal).Take(MostTried);
        var flips = new List<Flip>();
        foreach (var (input, reach, predicted) in candidates)
        {
            if (flips.Count >= Shown && predicted > Slack * flips[Shown - 1].Distance)
                break;
            if (Find(part => Holds(input, reach!.At(part)) != holds) is not { } distance)
                continue;
            flips.Add(new Flip(input, reach!.At(distance), distance));
            flips.Sort((a, b) => a.Distance.CompareTo(b.Distance));
        }

        return [.. flips.Take(Shown)];

        bool Holds(InputRecord input, double value) =>
            DecisiveWith(input, value, key => key == step).GetValueOrDefault(step, decisive) >= 1;
    }

    private static (InputRecord Input, InputReach? Reach, double Predicted) Candidate(
        InputRecord input, double elasticity, double decisive)
    {
        if (decisive is <= 0 || !double.IsFinite(decisive))
            return (input, null, double.PositiveInfinity);
        var multiple = Math.Exp(-Math.Log(decisive) / elasticity);
        var reach = InputReach.Of(input, isUp: multiple > 1);
        return (input, reach, reach?.PartOf(multiple) ?? double.PositiveInfinity);
    }

    /// <summary>
    /// The least part of the way, to a thousandth, at which a verdict is turned; null: not even at its end.
    /// </summary>
    private static double? Find(Func<double, bool> isTurned)
    {
        if (!isTurned(1))
            return null;
        var (low, high) = (0.0, 1.0);
        for (var halving = 0; halving < Halvings; halving++)
        {
            var middle = (low + high) / 2;
            if (isTurned(middle))
                high = middle;
            else
                low = middle;
        }

        return high;
    }

    private Dictionary<string, double> DecisiveWith(InputRecord input, double value, Func<string, bool> isAsked) =>
        DecisiveOf(build(new Dictionary<string, double> { [input.Path] = value }), isAsked);

    private static Dictionary<string, double> DecisiveOf(ServiceModel model, Func<string, bool> isAsked)
    {
        var days = new ServiceDays(model);
        return PolicyStep.Of(model).Where(s => s.At >= model.Compare.After && isAsked(s.Key))
            .ToDictionary(s => s.Key, s => new StepStudy(days, s).Decisive());
    }
}
