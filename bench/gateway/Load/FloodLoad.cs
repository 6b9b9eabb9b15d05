using System.Diagnostics;
using Plimsoll.Bench.Gateway.Wire;

namespace Plimsoll.Bench.Gateway.Load;

/// <summary>Connections that each ask for one stream, all of which are open at the same time.</summary>
internal static class FloodLoad
{
    public static async Task<LoadReport> Run(LoadPlan plan)
    {
        var phase = new LoadPhase();
        var requests = plan.Tenants.Select(tenant => PreparedRequest.Of(plan, tenant)).ToArray();
        var connections = Enumerable.Range(0, plan.Connections).Select(_ => new LoadConnection(plan, phase)).ToArray();
        using var open = new CountdownEvent(plan.Connections);
        var streams = new List<Task>();
        var clock = Stopwatch.StartNew();
        foreach (var connection in connections)
        {
            var due = plan.WarmUp * streams.Count / plan.Connections;
            if (TimeSpan.FromSeconds(due) - clock.Elapsed is { Ticks: > 0 } early)
                await Task.Delay(early);
            var request = requests[streams.Count % requests.Length];
            streams.Add(Task.Run(() => Stream(connection, request, open)));
        }

        var all = Task.WhenAll(streams);
        while (!open.IsSet && !streams.Exists(stream => stream.IsCompleted))
            await Task.Delay(10);
        var tally = new LoadTally();
        if (!open.IsSet)
            tally.Fail($"A stream ended before the last {open.CurrentCount} had begun.");
        clock.Restart();
        phase.Measure();
        await Task.WhenAny(streams);
        phase.End();
        var seconds = clock.Elapsed.TotalSeconds;
        await all;
        foreach (var connection in connections)
            tally.Add(connection.Tally);
        return LoadReport.Of(tally, seconds);
    }

    private static async Task Stream(LoadConnection connection, byte[] request, CountdownEvent open)
    {
        using (connection)
        {
            var began = MonotonicClock.Microseconds;
            if (await connection.Ask(request, () => open.Signal()) == 0)
                return;
            connection.Tally.LatencyMicros.Add((int)(MonotonicClock.Microseconds - began));
            connection.Tally.FirstByteMicros.Add((int)(connection.FirstByteAt - began));
        }
    }
}
