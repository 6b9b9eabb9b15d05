using System.Text.Json;
using Plimsoll.Bench.Gateway.Mock;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>The mock upstream in a process of its own.</summary>
internal static class MockProcess
{
    public static Task<ChildProcess> Start(MockPlan plan) => ChildProcess.Serve(
        Repository.Self("mock", JsonSerializer.Serialize(plan)),
        plan.Port,
        Path.Combine(Repository.Artifacts, "mock.log"));

    /// <summary>What it says that it produced.</summary>
    public static async Task<TokenTotals> Totals(int port)
    {
        using var client = new HttpClient();
        return JsonSerializer.Deserialize<TokenTotals>(await client.GetStringAsync($"http://127.0.0.1:{port}/totals"));
    }
}
