using System.Text;
using Microsoft.Extensions.Logging;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Gateway.Upstream.Http;

namespace Plimsoll.Gateway.Routing;

/// <summary>
/// Asks upstreams in the background whether they are up and how loaded they are, on the gateway's clock. Each is asked
/// again only when its last answer is there, so that a slow one is never asked twice at a time.
/// </summary>
internal sealed class UpstreamWatch : IDisposable
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    private readonly UpstreamRouter router;
    private readonly UpstreamPool upstreams;
    private readonly TimeProvider clock;
    private readonly ILogger log;
    private readonly HashSet<(UpstreamMember, string Path)> asked = [];
    private readonly Lock gate = new();
    private readonly CancellationTokenSource ending = new();
    private volatile RoutingOptions options;
    private ITimer? probing;
    private ITimer? reading;

    /// <summary>A watch that has not begun.</summary>
    public UpstreamWatch(
        UpstreamRouter router, UpstreamPool upstreams, RoutingOptions options, TimeProvider clock, ILogger log) =>
        (this.router, this.upstreams, this.options, this.clock, this.log) = (router, upstreams, options, clock, log);

    /// <summary>Begins: asks all at once, and then again and again.</summary>
    public void Begin()
    {
        probing = Every(options.ProbeEvery, Probe);
        reading = Every(options.ReadEvery, Read);
        Probe();
        Read();
    }

    /// <summary>Asks as other options say from now on; what is under way ends as it began.</summary>
    public void Adopt(RoutingOptions next)
    {
        var before = options;
        options = next;
        if (next.ProbeEvery != before.ProbeEvery)
            probing?.Change(next.ProbeEvery, next.ProbeEvery);
        if (next.ReadEvery != before.ReadEvery)
            reading?.Change(next.ReadEvery, next.ReadEvery);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        probing?.Dispose();
        reading?.Dispose();
        ending.Cancel();
        ending.Dispose();
    }

    private ITimer Every(TimeSpan period, Action act) => clock.CreateTimer(_ => act(), null, period, period);

    private void Probe()
    {
        foreach (var (member, upstream, _) in router.Watched())
        {
            if (upstream.ProbePath is { } path)
                _ = Ask(member, upstream, path, answer => router.Probed(member, answer is not null));
        }
    }

    private void Read()
    {
        router.ForgetOldReadings();
        foreach (var (member, upstream, inFlight) in router.Watched())
        {
            if (upstream.Reading is LoadReading.InFlight or LoadReading.Headers)
                continue;
            _ = Ask(member, upstream, upstream.MetricsPath, answer =>
            {
                if (answer is not null && LoadGauges.Read(answer, upstream.Reading) is { } report)
                    router.Report(member, report, inFlight);
            });
        }
    }

    /// <summary>Asks one, and hands over its answer; null when it gave none, or not in time.</summary>
    private async Task Ask(UpstreamMember member, UpstreamOptions upstream, string path, Action<string?> take)
    {
        lock (gate)
        {
            if (!asked.Add((member, path)))
                return;
        }

        try
        {
            take(await Answer(upstream, path));
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
        finally
        {
            lock (gate)
                asked.Remove((member, path));
        }
    }

    private async Task<string?> Answer(UpstreamOptions upstream, string path)
    {
        var longest = options.WatchPatience;
        using var patience = new CancellationTokenSource(longest, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ending.Token);
        try
        {
            using var request = new UpstreamRequest("GET", path);
            if (upstream.ApiKey is { } key)
                request.Add("authorization", "Bearer " + key);
            await using var answer = await upstreams.Send(upstream, request, either.Token);
            var text = await answer.ReadWhole(MaxAnswerBytes);
            if (answer.Status is >= 200 and < 300)
                return Encoding.UTF8.GetString(text.Span);
            RoutingLog.NotWatched(log, upstream.Name, path, $"it answered {answer.Status}");
        }
        catch (UpstreamException e)
        {
            RoutingLog.NotWatched(log, upstream.Name, path, e.Message);
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested)
        {
            RoutingLog.NotWatched(log, upstream.Name, path, $"it was silent for {longest}");
        }

        return null;
    }
}
