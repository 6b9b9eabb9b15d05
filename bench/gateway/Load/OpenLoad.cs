using System.Collections.Concurrent;
using System.Diagnostics;
using Plimsoll.Bench.Gateway.Wire;

namespace Plimsoll.Bench.Gateway.Load;

/// <summary>
/// Requests that arrive at random at the tenants' rates, whether or not earlier ones were answered. Latency counts from
/// the instant of arrival. The sequence of arrivals is the same in every run.
/// </summary>
internal sealed class OpenLoad(LoadPlan plan)
{
    private readonly LoadPhase phase = new();
    private readonly ConcurrentBag<LoadConnection> idle = [];
    private readonly ConcurrentBag<LoadConnection> all = [];
    private readonly LoadTally[] tallies = [.. plan.Tenants.Select(_ => new LoadTally())];
    private int inFlight;

    public static Task<LoadReport> Run(LoadPlan plan) => new OpenLoad(plan).Run();

    private async Task<LoadReport> Run()
    {
        var requests = plan.Tenants.Select(tenant => PreparedRequest.Of(plan, tenant)).ToArray();
        var random = new Random(1);
        var due = new PriorityQueue<int, double>();
        for (var tenant = 0; tenant < requests.Length; tenant++)
            due.Enqueue(tenant, Gap(random, tenant));
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < plan.WarmUp + plan.Seconds)
        {
            if (!phase.IsMeasuring && clock.Elapsed.TotalSeconds >= plan.WarmUp)
                phase.Measure();
            while (due.TryPeek(out var tenant, out var at) && at <= clock.Elapsed.TotalSeconds)
            {
                due.DequeueEnqueue(tenant, at + Gap(random, tenant));
                _ = Ask(requests[tenant], tallies[tenant], phase.IsMeasuring);
            }

            await Task.Delay(1);
        }

        phase.End();
        var seconds = clock.Elapsed.TotalSeconds - plan.WarmUp;
        while (Volatile.Read(ref inFlight) > 0)
            await Task.Delay(10);
        return Report(seconds);
    }

    private double Gap(Random random, int tenant) =>
        -Math.Log(1 - random.NextDouble()) / plan.Tenants[tenant].PerSecond;

    private async Task Ask(byte[] request, LoadTally tally, bool isMeasured)
    {
        Interlocked.Increment(ref inFlight);
        if (!idle.TryTake(out var connection))
            all.Add(connection = new LoadConnection(plan, phase));
        var began = MonotonicClock.Microseconds;
        var status = await connection.Ask(request);
        var latency = (int)(MonotonicClock.Microseconds - began);
        if (isMeasured)
        {
            lock (tally)
                Note(tally, status, latency, connection.OutputTokens);
        }

        idle.Add(connection);
        Interlocked.Decrement(ref inFlight);
    }

    private void Note(LoadTally tally, int status, int latency, long outputTokens)
    {
        tally.Offered++;
        if (status == 200)
        {
            tally.LatencyMicros.Add(latency);
            tally.Late += latency > plan.DeadlineMs * 1000 ? 1 : 0;
            tally.OutputTokens += outputTokens;
        }
        else if (status > 0)
        {
            tally.RefusalMicros.Add(latency);
        }
    }

    private LoadReport Report(double seconds)
    {
        var sum = new LoadTally();
        foreach (var connection in all)
        {
            sum.Add(connection.Tally);
            connection.Dispose();
        }

        var tenants = tallies.Select(ReportOf).ToList();
        foreach (var tally in tallies)
            sum.Add(tally);
        return LoadReport.Of(sum, seconds) with { Tenants = tenants };
    }

    private TenantReport ReportOf(LoadTally tally)
    {
        var answered = tally.LatencyMicros.Count;
        return new TenantReport(
            tally.Offered,
            answered - tally.Late,
            tally.Late,
            tally.RefusalMicros.Count,
            Tenant.VirtualTokens(answered, plan.PromptBytes, tally.OutputTokens),
            Quantiles.Of(tally.RefusalMicros));
    }
}
