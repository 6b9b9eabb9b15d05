using System.Collections.Immutable;
using Plimsoll.Evidence;

namespace Plimsoll.Planning;

/// <summary>
/// How much of a plan's answer rests on which input, and how far disagreeing sources move it.
/// </summary>
/// <remarks>
/// Each input alone is raised by 10 % (a whole number doubled) and the margin computed anew; where that moves nothing
/// (or a share would pass 100 %) it is lowered (halved) instead, because a limit that does not bind may do so just
/// below; the elasticity is ln(margin ratio) over ln(input ratio). An evidence kind's share of the answer is its
/// inputs' part of the sum of absolute elasticities. Each input whose sources disagree is also put at either end alone:
/// these are the bars of the tornado. For the range, all of them together are put at the end that is worse (or better)
/// for the margin by itself.
/// </remarks>
public sealed record Sensitivity
{
    /// <summary>Inputs that move the margin, the strongest first.</summary>
    public required ImmutableArray<InputEffect> Effects { get; init; }

    /// <summary>Each evidence kind's share of the answer, kinds in order; the shares add up to 1.</summary>
    public required ImmutableArray<(EvidenceKind Kind, double Share)> Shares { get; init; }

    /// <summary>The margin itself.</summary>
    public required double Margin { get; init; }

    /// <summary>What each disputed input alone does to the margin, the widest bar first.</summary>
    public required ImmutableArray<TornadoBar> Tornado { get; init; }

    /// <summary>
    /// Single inputs, assumed or disputed, that would turn the answer within their range or within a factor of 2, the
    /// nearest first.
    /// </summary>
    public required ImmutableArray<TippingPoint> Tips { get; init; }

    /// <summary>Everything with each disputed input at the end that is worse for the margin.</summary>
    public required RampedFigures Worse { get; init; }

    /// <summary>Everything with each disputed input at the end that is better for the margin.</summary>
    public required RampedFigures Better { get; init; }

    /// <summary>Share of the answer that rests on assumed inputs, 0 to 1.</summary>
    public double AssumedShare => Shares.Where(s => s.Kind == EvidenceKind.Assumed).Sum(s => s.Share);

    /// <summary>Computes it.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="build">The model with some inputs, by path, at other values in their base units.</param>
    public static Sensitivity Of(
        IReadOnlyList<InputRecord> inputs, Func<IReadOnlyDictionary<string, double>, ServiceModel> build)
    {
        var margin = MarginWith([]);
        var effects = inputs.Where(i => i.Mid != 0).Select(i => EffectOf(i, margin, MarginAt))
            .Where(e => e.Elasticity != 0)
            .OrderByDescending(e => Math.Abs(e.Elasticity)).ThenBy(e => e.Input.Path, StringComparer.Ordinal)
            .ToImmutableArray();
        var total = effects.Sum(e => Math.Abs(e.Elasticity));
        var shares = Enum.GetValues<EvidenceKind>()
            .Select(k => (k, total == 0 ? 0 : effects.Where(e => e.Input.Provenance.Kind == k)
                .Sum(e => Math.Abs(e.Elasticity)) / total));

        var tornado = inputs.Where(i => i.HasRange)
            .Select(i => new TornadoBar(i, MarginAt(i, i.Low), MarginAt(i, i.High)))
            .OrderByDescending(bar => bar.Swing).ThenBy(bar => bar.Input.Path, StringComparer.Ordinal)
            .ToImmutableArray();
        var worse = tornado.ToDictionary(bar => bar.Input.Path, bar => bar.Worse);
        var better = tornado.ToDictionary(bar => bar.Input.Path, bar => bar.Better);
        return new Sensitivity
        {
            Effects = effects,
            Shares = [.. shares],
            Margin = margin,
            Tornado = tornado,
            Tips = TippingPoint.Among(effects, margin, MarginAt),
            Worse = new Planner(build(worse)).Ramped(),
            Better = new Planner(build(better)).Ramped(),
        };

        double MarginWith(Dictionary<string, double> values) => new Planner(build(values)).RampedMargin();

        double MarginAt(InputRecord input, double value) => MarginWith(new() { [input.Path] = value });
    }

    private static InputEffect EffectOf(
        InputRecord input, double margin, Func<InputRecord, double, double> marginAt)
    {
        var elasticity = Elasticity(input.Raised);
        return new InputEffect(input, elasticity != 0 ? elasticity : Elasticity(input.Lowered));

        double Elasticity(double? step)
        {
            if (step is not { } value)
                return 0;
            var moved = marginAt(input, value);
            var isMeasured = moved > 0 && margin > 0 && double.IsFinite(moved) && double.IsFinite(margin);

            // Rounded, so that inputs of equal effect are ordered by name and not by the last bits of a logarithm.
            return isMeasured ? Math.Round(Math.Log(moved / margin) / Math.Log(value / input.Mid), 9) : 0;
        }
    }
}

/// <summary>How the margin follows one input.</summary>
/// <param name="Input">The input.</param>
/// <param name="Elasticity">Percent by which the margin changes when the input rises by one percent.</param>
public sealed record InputEffect(InputRecord Input, double Elasticity);

/// <summary>What the two ends of a disputed input, each alone, do to the margin.</summary>
/// <param name="Input">The input.</param>
/// <param name="AtLow">Margin with the input at its low end.</param>
/// <param name="AtHigh">Margin with the input at its high end.</param>
public sealed record TornadoBar(InputRecord Input, double AtLow, double AtHigh)
{
    /// <summary>Length of the bar; 0 where the input does not move the margin.</summary>
    public double Swing => AtLow == AtHigh ? 0 : Math.Abs(AtHigh - AtLow);

    /// <summary>Value of the input that is worse for the margin.</summary>
    public double Worse => AtLow <= AtHigh ? Input.Low : Input.High;

    /// <summary>Value of the input that is better for the margin.</summary>
    public double Better => AtLow <= AtHigh ? Input.High : Input.Low;
}
