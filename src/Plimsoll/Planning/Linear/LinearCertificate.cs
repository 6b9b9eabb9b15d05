namespace Plimsoll.Planning.Linear;

/// <summary>
/// Proof of an optimum: values that keep every bound, prices that keep the dual programme's, and the same cost on both
/// sides. By weak duality no point can cost less than the dual's. Each is relative to the size of the numbers in it, or
/// to what is near one as scaled where they are smaller, so that zero is exact and 1e-9 is nine digits in any unit.
/// </summary>
/// <param name="Primal">Largest violation of a bound of a variable or a constraint.</param>
/// <param name="Dual">Largest price on a bound that is not there.</param>
/// <param name="Gap">Difference between the cost and that of the dual.</param>
public readonly record struct LinearCertificate(double Primal, double Dual, double Gap)
{
    /// <summary>Largest part that may be missing for <see cref="Holds"/>.</summary>
    public const double Tolerance = 1e-7;

    /// <summary>Whether all three are zero but for <see cref="Tolerance"/>.</summary>
    public bool Holds => Primal <= Tolerance && Dual <= Tolerance && Gap <= Tolerance;
}
