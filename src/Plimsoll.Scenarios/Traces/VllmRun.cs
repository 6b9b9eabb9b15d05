using Plimsoll.Quantities;
using Plimsoll.Scenarios.Measurements;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>
/// Requests that vLLM served, as LLMServingSim records them in a folder: <c>requests.csv</c> and, with a name for each
/// whole block of 16 tokens, <c>prefix_blocks16.jsonl</c>. A request arrives when the engine queued it.
/// </summary>
internal sealed class VllmRun : ITraceForm
{
    public string Name => "vllm";

    public string Head => "a folder with requests.csv and prefix_blocks16.jsonl";

    public bool IsDated => false;

    public bool Recognizes(string head) => false;

    public int PrefixBlock(string head) => 16;

    public IEnumerable<TraceRow> Read(TraceReading reading)
    {
        var wrong = new List<Diagnostic>();
        var requests = RecordedRequests.Read(reading.Path, wrong);
        wrong.ForEach(reading.Problems.Add);
        foreach (var request in requests ?? [])
        {
            yield return new(
                new()
                {
                    Id = 0,
                    At = new Instant(Duration.FromSeconds(request.Queued).Nanoseconds),
                    Account = -1,
                    Session = -1,
                    Class = reading.Class(""),
                    Input = request.Input,
                    Output = request.Output,
                    Prefix = request.Prefix,
                },
                null);
        }
    }
}
