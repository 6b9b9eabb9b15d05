using System.Diagnostics;
using Plimsoll.Bench.Gateway.Wire;

namespace Plimsoll.Bench.Gateway.Load;

/// <summary>Connections that each ask again as soon as they have their answer.</summary>
internal static class ClosedLoad
{
    public static async Task<LoadReport> Run(LoadPlan plan)
    {
        var phase = new LoadPhase();
        var requests = plan.Tenants.Select(tenant => PreparedRequest.Of(plan, tenant)).ToArray();
        var connections = Enumerable.Range(0, plan.Connections).Select(_ => new LoadConnection(plan, phase)).ToArray();
        var running = connections.Select((connection, i) => Task.Run(() => Repeat(connection, requests, i, phase)));
        var all = Task.WhenAll([.. running]);
        await Task.Delay(TimeSpan.FromSeconds(plan.WarmUp));
        var clock = Stopwatch.StartNew();
        phase.Measure();
        await Task.Delay(TimeSpan.FromSeconds(plan.Seconds));
        phase.End();
        var seconds = clock.Elapsed.TotalSeconds;
        await all;
        var tally = new LoadTally();
        foreach (var connection in connections)
            tally.Add(connection.Tally);
        return LoadReport.Of(tally, seconds);
    }

    private static async Task Repeat(LoadConnection connection, byte[][] requests, int first, LoadPhase phase)
    {
        using (connection)
        {
            for (var i = first; !phase.IsOver; i++)
            {
                var began = MonotonicClock.Microseconds;
                if (await connection.Ask(requests[i % requests.Length]) == 0 || !phase.IsMeasuring)
                    continue;
                connection.Tally.LatencyMicros.Add((int)(MonotonicClock.Microseconds - began));
                connection.Tally.FirstByteMicros.Add((int)(connection.FirstByteAt - began));
            }
        }
    }
}
