namespace Plimsoll.Serving.Fitting;

/// <summary>Errors of many models together: means over all figures.</summary>
/// <param name="Models">Models.</param>
/// <param name="Fitted">Figures of models that were fitted.</param>
/// <param name="InSample">Their mean error where they were fitted.</param>
/// <param name="LeftOut">Their mean error where each model was left out; null where none could be.</param>
/// <param name="Held">Figures of models that were held back.</param>
/// <param name="HeldBack">Their mean error.</param>
public sealed record ErrorSummary(
    int Models, int Fitted, double? InSample, double? LeftOut, int Held, double? HeldBack)
{
    /// <summary>Sums up rows of one metric.</summary>
    public static ErrorSummary Of(IReadOnlyCollection<FitError> rows) => new(
        rows.Select(row => row.Model).Distinct().Count(),
        rows.Where(row => row.InSample is not null).Sum(row => row.Count),
        Mean(rows, row => row.InSample),
        Mean(rows, row => row.LeftOut),
        rows.Where(row => row.HeldBack is not null).Sum(row => row.Count),
        Mean(rows, row => row.HeldBack));

    private static double? Mean(IReadOnlyCollection<FitError> rows, Func<FitError, double?> error)
    {
        double sum = 0;
        var count = 0;
        foreach (var row in rows)
        {
            if (error(row) is { } value)
                (sum, count) = (sum + (value * row.Count), count + row.Count);
        }

        return count == 0 ? null : sum / count;
    }
}
