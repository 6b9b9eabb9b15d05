using System.Collections.Immutable;
using Plimsoll.Evidence;

namespace Plimsoll.Footprint;

/// <summary>How far disagreeing sources move figures of a footprint, and how much of each is assumed.</summary>
/// <remarks>
/// Each input whose sources disagree is put at either end alone; for the range of a figure all of them together are put
/// at the end at which each alone makes it smaller (or larger). For its evidence each input alone is raised by 10 % (a
/// whole number doubled; where that cannot be, lowered): the elasticity is ln(figure ratio) over ln(input ratio), and
/// the part of a kind of evidence is its inputs' part of the sum of absolute elasticities, as in a plan.
/// </remarks>
public sealed record FootprintSensitivity
{
    /// <summary>The figures, in the order in which they were asked for.</summary>
    public required ImmutableArray<FigureRange> Figures { get; init; }

    /// <summary>Computes it.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="figuresOf">The figures with some inputs, by path, at other values in their base units.</param>
    public static FootprintSensitivity Of(
        IReadOnlyList<InputRecord> inputs, Func<IReadOnlyDictionary<string, double>, ImmutableArray<double>> figuresOf)
    {
        var ends = EndsOf(inputs, figuresOf);
        var steps = inputs.Where(input => input.Mid != 0)
            .Select(input => (Input: input, To: input.Raised ?? input.Lowered))
            .Where(step => step.To is > 0)
            .Select(step => (step.Input, Ratio: step.To!.Value / step.Input.Mid,
                Figures: figuresOf(new Dictionary<string, double> { [step.Input.Path] = step.To.Value })))
            .ToArray();
        return new FootprintSensitivity { Figures = [.. ends.Select((end, i) => FigureOf(end, i))] };

        FigureRange FigureOf((double Low, double Mid, double High) end, int i)
        {
            var weights = steps.Select(step => (step.Input, Weight: Elasticity(step.Figures[i], end.Mid, step.Ratio)))
                .Where(step => step.Weight > 0)
                .OrderByDescending(step => step.Weight).ThenBy(step => step.Input.Path, StringComparer.Ordinal)
                .ToArray();
            var all = weights.Sum(step => step.Weight);
            return new FigureRange(
                end.Low,
                end.Mid,
                end.High,
                all == 0 ? 0 : weights.Where(step => step.Input.Provenance.Kind == EvidenceKind.Assumed)
                    .Sum(step => step.Weight) / all,
                [.. weights.Select(step => new InputWeight(step.Input, step.Weight))]);
        }
    }

    /// <summary>Every figure with its range alone.</summary>
    /// <param name="inputs">All inputs.</param>
    /// <param name="figuresOf">The figures with some inputs, by path, at other values in their base units.</param>
    public static ImmutableArray<(double Low, double Mid, double High)> EndsOf(
        IReadOnlyList<InputRecord> inputs, Func<IReadOnlyDictionary<string, double>, ImmutableArray<double>> figuresOf)
    {
        var ends = inputs.Where(input => input.HasRange)
            .Select(input => (Input: input, Low: Alone(input, input.Low), High: Alone(input, input.High)))
            .ToArray();
        var middle = figuresOf(new Dictionary<string, double>());
        return [.. middle.Select((figure, i) => (Together(i, isHigh: false), figure, Together(i, isHigh: true)))];

        ImmutableArray<double> Alone(InputRecord input, double value) =>
            figuresOf(new Dictionary<string, double> { [input.Path] = value });

        double Together(int i, bool isHigh) => figuresOf(ends.Where(end => end.Low[i] != end.High[i]).ToDictionary(
            end => end.Input.Path,
            end => end.Low[i] < end.High[i] == isHigh ? end.Input.High : end.Input.Low))[i];
    }

    // Rounded, so that inputs of equal effect are ordered by name and not by the last bits of a logarithm.
    private static double Elasticity(double figure, double middle, double ratio) => figure > 0 && middle > 0
        ? Math.Round(Math.Abs(Math.Log(figure / middle) / Math.Log(ratio)), 9) : 0;
}

/// <summary>A figure with its range.</summary>
/// <param name="Low">Everything with each disputed input at the end that makes it smaller.</param>
/// <param name="Mid">The figure.</param>
/// <param name="High">Everything with each disputed input at the end that makes it larger.</param>
/// <param name="AssumedShare">Part of it that rests on assumed inputs, 0 to 1.</param>
/// <param name="Inputs">Inputs that move it, the strongest first.</param>
public sealed record FigureRange(
    double Low, double Mid, double High, double AssumedShare, ImmutableArray<InputWeight> Inputs);

/// <summary>How strongly an input moves a figure.</summary>
/// <param name="Input">The input.</param>
/// <param name="Elasticity">Per cent that the figure moves for one per cent of the input, without sign.</param>
public sealed record InputWeight(InputRecord Input, double Elasticity);
