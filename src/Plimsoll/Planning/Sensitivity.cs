using System.Collections.Frozen;
using System.Collections.Immutable;
using Plimsoll.Evidence;

namespace Plimsoll.Planning;

/// <summary>
/// How much of a plan's answer rests on which input, and how far disagreeing sources move it.
/// </summary>
/// <remarks>
/// Each input alone is raised by 10 % and the margin computed anew; where that moves nothing (or a share would pass
/// 100 %) it is lowered instead, because a limit that does not bind may do so just below; the elasticity is ln(margin
/// ratio) over ln(input ratio). An evidence kind's share of the answer is its inputs' part of the sum of absolute
/// elasticities. Each input whose sources disagree is also put at either end alone: these are the bars of the tornado.
/// For the range, all of them together are put at the end that is worse (or better) for the margin by itself.
/// </remarks>
public sealed record Sensitivity
{
    private const double Step = 1.1;

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

    /// <summary>Margin with every disputed input at its worse end.</summary>
    public required double LowMargin { get; init; }

    /// <summary>Margin with every disputed input at its better end.</summary>
    public required double HighMargin { get; init; }

    /// <summary>
    /// Load lines of the changes, by the key of the dial, with every disputed input at its worse end. A change that is
    /// none there, because its own factor is disputed down to 1, has no line.
    /// </summary>
    public required FrozenDictionary<string, double> LowLines { get; init; }

    /// <summary>The same with every disputed input at its better end.</summary>
    public required FrozenDictionary<string, double> HighLines { get; init; }

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
        var (low, high) = (new Planner(build(worse)), new Planner(build(better)));
        return new Sensitivity
        {
            Effects = effects,
            Shares = [.. shares],
            Margin = margin,
            Tornado = tornado,
            Tips = TippingPoint.Among(effects, margin, MarginAt),
            LowMargin = low.RampedMargin(),
            HighMargin = high.RampedMargin(),
            LowLines = low.RampedLines(),
            HighLines = high.RampedLines(),
        };

        double MarginWith(Dictionary<string, double> values) => new Planner(build(values)).RampedMargin();

        double MarginAt(InputRecord input, double value) => MarginWith(new() { [input.Path] = value });
    }

    private static InputEffect EffectOf(
        InputRecord input, double margin, Func<InputRecord, double, double> marginAt)
    {
        var elasticity = input.Mid * Step > input.Most ? 0 : Elasticity(Step);
        return new InputEffect(input, elasticity != 0 ? elasticity : Elasticity(1 / Step));

        double Elasticity(double ratio)
        {
            var moved = marginAt(input, input.Mid * ratio);
            var isMeasured = moved > 0 && margin > 0 && double.IsFinite(moved) && double.IsFinite(margin);

            // Rounded, so that inputs of equal effect are ordered by name and not by the last bits of a logarithm.
            return isMeasured ? Math.Round(Math.Log(moved / margin) / Math.Log(ratio), 9) : 0;
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
