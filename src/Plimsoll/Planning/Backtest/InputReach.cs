using Plimsoll.Evidence;

namespace Plimsoll.Planning.Backtest;

/// <summary>
/// How far one input is moved in one direction: to the end of its range where sources disagree; otherwise, if it is
/// assumed, to half or double of it, a share strictly between none and all to half or double of its odds. Values are
/// told by the part of the way, 0 to 1.
/// </summary>
/// <remarks>
/// Whole numbers (feeds, accelerators that act as one) move in whole steps.
/// </remarks>
internal sealed class InputReach
{
    private readonly InputRecord input;
    private readonly bool isUp;

    private InputReach(InputRecord input, bool isUp) => (this.input, this.isUp) = (input, isUp);

    /// <summary>The reach of an input in a direction; null: it is not moved there.</summary>
    public static InputReach? Of(InputRecord input, bool isUp)
    {
        var isMoved = input.HasRange
            ? (isUp ? input.High : input.Low) != input.Mid
            : input.Provenance.Kind == EvidenceKind.Assumed && input.Mid > 0 && !(isUp && input.Mid >= input.Most);
        return isMoved ? new InputReach(input, isUp) : null;
    }

    /// <summary>The value at a part of the way.</summary>
    public double At(double part)
    {
        if (input.HasRange)
            return input.Nearest(input.Mid + (part * ((isUp ? input.High : input.Low) - input.Mid)));
        var ratio = Math.Pow(2, isUp ? part : -part);
        if (IsOdds)
            return input.Mid * ratio / (1 - input.Mid + (input.Mid * ratio));
        return input.Nearest(input.Mid * ratio);
    }

    /// <summary>About how far on the way a multiple of the value lies; infinite: never.</summary>
    public double PartOf(double multiple)
    {
        if (input.HasRange)
            return input.Mid * (multiple - 1) / ((isUp ? input.High : input.Low) - input.Mid);
        if (!IsOdds)
            return Math.Abs(Math.Log2(multiple));
        var value = input.Mid * multiple;
        return value >= 1 ? double.PositiveInfinity : Math.Abs(Math.Log2(multiple * (1 - input.Mid) / (1 - value)));
    }

    private bool IsOdds => input.Form == InputForm.Share && input.Mid < 1;
}
