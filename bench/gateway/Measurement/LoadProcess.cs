using System.Diagnostics;
using System.Text.Json;
using Plimsoll.Bench.Gateway.Load;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>Runs one load in a process of its own, and reads what the peer used while it was measured.</summary>
internal static class LoadProcess
{
    /// <param name="plan">What is sent.</param>
    /// <param name="peer">Process of the peer; null: none.</param>
    public static async Task<Sample> Run(LoadPlan plan, int? peer)
    {
        var start = Repository.Self("load");
        start.RedirectStandardInput = start.RedirectStandardOutput = true;
        using var load = Process.Start(start)!;
        await load.StandardInput.WriteAsync(JsonSerializer.Serialize(plan));
        load.StandardInput.Close();
        await Expect(load, LoadPhase.Measuring);
        var before = Usage(peer);
        await Expect(load, LoadPhase.Measured);
        var after = Usage(peer);
        var report = JsonSerializer.Deserialize<LoadReport>(await load.StandardOutput.ReadToEndAsync())!;
        await load.WaitForExitAsync();
        return new Sample(report, after.CpuSeconds - before.CpuSeconds, after.ResidentMb, Usage(peer).PeakMb);
    }

    private static ProcessUsage Usage(int? peer) => peer is { } id ? ProcessUsage.Of(id) : default;

    private static async Task Expect(Process load, string line)
    {
        var found = await load.StandardOutput.ReadLineAsync();
        if (found != line)
            throw new InvalidOperationException($"The load printed '{found}', expected '{line}'.");
    }
}
