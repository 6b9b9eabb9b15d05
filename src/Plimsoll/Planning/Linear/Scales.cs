namespace Plimsoll.Planning.Linear;

/// <summary>
/// Powers of two by which rows and columns are multiplied so that their numbers are near one: geometric means, twice.
/// Powers of two change no digit.
/// </summary>
internal sealed record Scales(double[] Rows, double[] Columns)
{
    public static Scales Of(LinearModel model)
    {
        var rows = new double[model.Constraints];
        var columns = new double[model.Variables];
        Array.Fill(rows, 1);
        Array.Fill(columns, 1);
        for (var pass = 0; pass < 2; pass++)
        {
            Balance(model, rows, columns, ofRows: true);
            Balance(model, rows, columns, ofRows: false);
        }

        return new Scales([.. rows.Select(PowerOfTwo)], [.. columns.Select(PowerOfTwo)]);
    }

    /// <summary>
    /// Power of two by which numbers are multiplied together so that they are near one; of those that are zero or
    /// infinite none counts.
    /// </summary>
    public static double OfAll(ReadOnlySpan<double> numbers)
    {
        var (least, most) = (double.PositiveInfinity, 0.0);
        foreach (var number in numbers)
        {
            if (number == 0 || double.IsInfinity(number))
                continue;
            least = Math.Min(least, Math.Abs(number));
            most = Math.Max(most, Math.Abs(number));
        }

        return most > 0 ? PowerOfTwo(1 / (Math.Sqrt(least) * Math.Sqrt(most))) : 1;
    }

    private static void Balance(LinearModel model, double[] rows, double[] columns, bool ofRows)
    {
        var scaled = ofRows ? rows : columns;
        var least = new double[scaled.Length];
        var most = new double[scaled.Length];
        Array.Fill(least, double.PositiveInfinity);
        for (var j = 0; j < columns.Length; j++)
        {
            foreach (var entry in model.Column(j))
            {
                var size = Math.Abs(entry.Value) * (ofRows ? columns[j] : rows[entry.Row]);
                var index = ofRows ? entry.Row : j;
                if (size == 0)
                    continue;
                least[index] = Math.Min(least[index], size);
                most[index] = Math.Max(most[index], size);
            }
        }

        for (var i = 0; i < scaled.Length; i++)
            scaled[i] = most[i] > 0 ? 1 / (Math.Sqrt(least[i]) * Math.Sqrt(most[i])) : 1;
    }

    private static double PowerOfTwo(double value) => Math.ScaleB(1, Math.ILogB(value));
}
