using Plimsoll.Planning;
using Plimsoll.Planning.Horizon;
using Plimsoll.Quantities;

namespace Plimsoll.Cli.Reports;

/// <summary>How a horizon reads: the words that its tables and its page share.</summary>
internal static class HorizonText
{
    /// <summary>The answer in a few sentences, the most important first.</summary>
    public static IEnumerable<string> Sentences(HorizonReport report)
    {
        var (first, last) = (Month(report.Months[0].Monday), Month(report.Months[^1].Monday));
        foreach (var condition in Enum.GetValues<Condition>())
        {
            var holds = report.FirstShort(condition) is not { } month
                ? first == last ? $"holds in {first}" : $"holds from {first} to {last}"
                : month == report.Months[0]
                    ? $"does not hold in {first}: {Figures.Percent(month.Of(condition).Line)} of the load is served"
                    : $"no longer holds in {Month(month.Monday)}: {Figures.Percent(month.Of(condition).Line)} of the "
                        + "load is served";
            yield return $"{condition} {holds}.";
        }
    }

    /// <summary>What the conditions ask for.</summary>
    public static string Terms(HorizonReport report) =>
        "Normal: mean demand, everything in service. Peak: demand at percentile "
        + $"{Figures.Amount(report.Model.Criterion.DemandPercentile * 100)}. Storm: Peak, "
        + (report.Model.Criterion.FeedsLost > 0
            ? "any one power feed of any one site lost" : "no feed lost, as the criterion has it")
        + $". Growth: Storm {Days(report.Ahead)} later, under the limits of the month. Notice: Storm with only the "
        + $"capacity that cannot be withdrawn within {Days(report.Notice)}.";

    /// <summary>A month and its year.</summary>
    public static string Month(Instant at) =>
        at.Date.ToString("MMM yyyy", System.Globalization.CultureInfo.InvariantCulture);

    private static string Days(Duration time) => $"{Figures.Amount(time.Seconds / 86_400)} days";
}
