using System.Globalization;
using Plimsoll.Scenarios.Measurements;

namespace Plimsoll.Cli.Reports;

/// <summary>
/// Requests of replays as rows of CSV; <c>docs/reference/measured-engines.md</c> describes the columns. Times are
/// seconds on the clock of the recording.
/// </summary>
internal static class VllmCsv
{
    private const string Columns =
        "run,id,input_tokens,output_tokens,queued_s,first_token_s,last_token_s,preemptions,"
        + "recorded_queued_s,recorded_first_token_s,recorded_last_token_s";

    public static void Write(IEnumerable<(string Name, ReplayedRun Run)> replays, TextWriter to)
    {
        to.Write(Columns + "\r\n");
        foreach (var (name, run) in replays)
        {
            var quoted = name.AsSpan().ContainsAny(",\"\r\n")
                ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
            foreach (var request in run.Requests)
            {
                var recorded = request.Recorded;
                to.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{quoted},{recorded.Id},{recorded.Input},{recorded.Output},{request.Queued:0.#########},"));
                to.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{request.FirstToken:0.#########},{request.LastToken:0.#########},{request.Preemptions},"));
                to.Write(string.Create(CultureInfo.InvariantCulture,
                    $"{recorded.Queued:0.#########},{recorded.FirstToken:0.#########},"));
                to.Write(string.Create(CultureInfo.InvariantCulture, $"{recorded.LastToken:0.#########}\r\n"));
            }
        }
    }
}
