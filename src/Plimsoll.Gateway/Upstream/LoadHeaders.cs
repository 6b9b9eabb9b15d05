using System.Globalization;

namespace Plimsoll.Gateway.Upstream;

/// <summary>
/// What the headers of an answer tell of its server's load: ORCA's report in its text form, or what is left of the
/// rates that a vendor allows the gateway's key.
/// </summary>
internal static class LoadHeaders
{
    /// <summary>Header of a request that asks for a report, and its value.</summary>
    public static readonly KeyValuePair<string, string> Asked = new("endpoint-load-metrics-format", "TEXT");

    private const string Report = "endpoint-load-metrics";

    // Metrics of vLLM in the report.
    private const string CacheUse = "named_metrics.kv_cache_usage_perc";
    private const string Waiting = "named_metrics.num_requests_waiting";

    private static readonly (string Limit, string Remaining)[] Rates =
    [
        ("anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining"),
        ("anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-tokens-remaining"),
        ("anthropic-ratelimit-input-tokens-limit", "anthropic-ratelimit-input-tokens-remaining"),
        ("anthropic-ratelimit-output-tokens-limit", "anthropic-ratelimit-output-tokens-remaining"),
        ("x-ratelimit-limit-requests", "x-ratelimit-remaining-requests"),
        ("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens"),
    ];

    /// <summary>Reads them.</summary>
    /// <param name="header">Value of a header by its name; null when there is none.</param>
    public static LoadReport Read(Func<string, string?> header)
    {
        if (header(Report) is { } report)
            return new LoadReport(null, (int?)Member(report, Waiting, int.MaxValue), Member(report, CacheUse, 1));
        double? use = null;
        foreach (var (limit, remaining) in Rates)
        {
            // The scarcest of them counts.
            if (Number(header(limit)) is > 0 and { } all && Number(header(remaining)) is { } left)
                use = Math.Max(use ?? 0, 1 - Math.Min(1, left / all));
        }

        return new LoadReport(null, null, use);
    }

    /// <summary>A member of a report such as <c>TEXT a=1, b=0.5</c>.</summary>
    private static double? Member(ReadOnlySpan<char> report, string name, double most)
    {
        foreach (var range in report.SplitAny(' ', ','))
        {
            var part = report[range];
            if (part.StartsWith(name, StringComparison.Ordinal) && part[name.Length..] is ['=', .. var value])
                return Number(value) is { } number ? Math.Min(most, number) : null;
        }

        return null;
    }

    private static double? Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number) && number >= 0
            ? number
            : null;
}
