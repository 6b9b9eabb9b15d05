namespace Plimsoll.Evidence;

/// <summary>One number of a scenario with its evidence, as reports list it.</summary>
/// <param name="Path">Dotted place in the scenario, such as <c>sites.colossus-1.power</c>.</param>
/// <param name="Unit">Base unit of the three values.</param>
/// <param name="Low">Lowest credible value; equals <paramref name="Mid"/> where sources agree.</param>
/// <param name="Mid">Value the answer is computed with.</param>
/// <param name="High">Highest credible value; equals <paramref name="Mid"/> where sources agree.</param>
/// <param name="Provenance">Where it comes from.</param>
public sealed record InputRecord(string Path, string Unit, double Low, double Mid, double High, Provenance Provenance)
{
    private const double Step = 1.1;

    /// <summary>Which values it can take.</summary>
    public InputForm Form { get; init; }

    /// <summary>Whether only a footprint is reckoned with it: no plan changes when it does.</summary>
    public bool IsFootprintOnly { get; init; }

    /// <summary>Whether sources disagree, so that the answer is a range as well.</summary>
    public bool HasRange => Low < High;

    /// <summary>The most that the value can be.</summary>
    public double Most => Form == InputForm.Share ? 1 : double.PositiveInfinity;

    /// <summary>The value a step up: a tenth more, a whole number doubled; null where there is none.</summary>
    public double? Raised => Stepped(Form == InputForm.Whole ? 2 * Mid : Step * Mid);

    /// <summary>The value a step down: one in 1.1, a whole number halved; null where there is none.</summary>
    public double? Lowered => Stepped(Nearest(Form == InputForm.Whole ? Mid / 2 : Mid / Step));

    /// <summary>The value nearest to another one that the input can take.</summary>
    public double Nearest(double value) =>
        Form == InputForm.Whole ? Math.Max(1, Math.Round(value, MidpointRounding.AwayFromZero)) : value;

    private double? Stepped(double value) => value > Most || value == Mid ? null : value;
}
