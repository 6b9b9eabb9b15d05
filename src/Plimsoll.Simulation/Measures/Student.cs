namespace Plimsoll.Simulation.Measures;

/// <summary>Student's distribution, for confidence intervals of means.</summary>
internal static class Student
{
    private static readonly double[] Quantiles =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    /// <summary>Its 97.5% quantile; past the table by its expansion about the normal one.</summary>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    public static double Quantile(int degrees)
    {
        const double z = 1.959964;
        return degrees <= Quantiles.Length ? Quantiles[degrees - 1] : z + (((z * z * z) + z) / (4 * degrees));
    }
}
