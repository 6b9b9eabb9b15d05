using System.Collections.Immutable;
using Plimsoll.Evidence;

namespace Plimsoll.Planning;

/// <summary>A value of one input, all others as they are, at which the margin passes 1 and the answer turns.</summary>
/// <param name="Input">The input.</param>
/// <param name="Value">The value nearest to the middle at which the answer is the other one.</param>
public sealed record TippingPoint(InputRecord Input, double Value)
{
    private const double Reach = 2;
    private const int Halvings = 10;

    /// <summary>The value over the middle one, less one.</summary>
    public double Change => (Value / Input.Mid) - 1;

    /// <summary>Whether sources go as far as that.</summary>
    public bool IsWithinRange => Value >= Input.Low && Value <= Input.High;

    private double Distance => Math.Abs(Math.Log(Value / Input.Mid));

    /// <summary>
    /// Those of some inputs that are assumed or disputed, the nearest first. Each is sought on the side on which a
    /// small step moves the margin toward 1.
    /// </summary>
    /// <param name="effects">Inputs that move the margin, and how.</param>
    /// <param name="margin">The margin with all of them as they are.</param>
    /// <param name="marginAt">The margin with one of them at another value.</param>
    internal static ImmutableArray<TippingPoint> Among(
        IEnumerable<InputEffect> effects, double margin, Func<InputRecord, double, double> marginAt)
    {
        return
        [
            .. effects.Where(effect => effect.Input.HasRange || effect.Input.Provenance.Kind == EvidenceKind.Assumed)
                .Select(Sought).OfType<TippingPoint>()
                .OrderBy(tip => tip.Distance).ThenBy(tip => tip.Input.Path, StringComparer.Ordinal),
        ];

        TippingPoint? Sought(InputEffect effect)
        {
            var input = effect.Input;
            var end = (effect.Elasticity > 0) == (margin >= 1)
                ? Math.Min(input.Low, input.Mid / Reach)
                : Math.Min(input.Most, Math.Max(input.High, input.Mid * Reach));
            if (!Turns(end))
                return null;
            var (near, far) = (input.Mid, end);
            for (var i = 0; i < Halvings; i++)
            {
                var middle = (near + far) / 2;
                if (Turns(middle))
                    far = middle;
                else
                    near = middle;
            }

            return new TippingPoint(input, input.Nearest(far));

            bool Turns(double value) => (marginAt(input, input.Nearest(value)) >= 1) != (margin >= 1);
        }
    }
}
