namespace Plimsoll.Footprint.Carbon;

/// <summary>
/// A score of the Software Carbon Intensity specification (ISO/IEC 21031:2024): SCI = (O + M) ÷ R. Energy counts at the
/// intensity of its place; contracts and offsets do not count.
/// </summary>
/// <param name="OperationalKilograms">O: energy × its intensity.</param>
/// <param name="EmbodiedKilograms">M: the use's part of embodied emissions.</param>
/// <param name="Units">R: how many functional units there were. Above zero, else there is no score.</param>
/// <param name="Unit">What a functional unit is.</param>
public sealed record SciScore(double OperationalKilograms, double EmbodiedKilograms, double Units, string Unit)
{
    /// <summary>Grams of CO2e for a functional unit; null where there was none.</summary>
    public double? GramsPerUnit =>
        Units > 0 ? (OperationalKilograms + EmbodiedKilograms) * 1000 / Units : null;
}
