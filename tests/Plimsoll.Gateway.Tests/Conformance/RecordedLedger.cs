using System.Collections.Frozen;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Gateway.Upstream;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Serving.Health;

namespace Plimsoll.Gateway.Tests.Conformance;

/// <summary>A gateway with room for everything before one upstream, and the limit log of what it charged.</summary>
internal sealed class RecordedLedger : IAsyncDisposable
{
    private static readonly Policy Policy = TestPolicy.Version with
    {
        Plans = new[] { new PlanTerms("vast", "Vast", Credits.From(1e9), Credits.From(1e9)) }
            .ToFrozenDictionary(plan => plan.Name),
    };

    private readonly string path;

    /// <summary>Failures take no upstream out of service.</summary>
    public static HealthSettings NeverEjects { get; } = new()
    {
        Consecutive = int.MaxValue,
        Samples = int.MaxValue,
        BackOff = new Duration(1),
        LongestBackOff = new Duration(1),
    };

    private RecordedLedger(GatewayRig rig, string path) => (Rig, this.path) = (rig, path);

    public GatewayRig Rig { get; }

    public static async Task<RecordedLedger> Begin(
        SpokenDialects speaks, Func<GatewayOptions, GatewayOptions>? with = null)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var (ring, key) = KeyRing.Empty.Add("many", "vast", null, "chat", GatewayRig.Start);
        var rig = await GatewayRig.Begin(speaks: speaks, with: options =>
        {
            var vast = options with
            {
                Timeline = new PolicyTimeline([Policy]),
                Keys = ring,
                RecordFile = path,
                Routing = options.Routing with { Health = NeverEjects },
            };
            return with?.Invoke(vast) ?? vast;
        });
        rig.Use(key);
        return new RecordedLedger(rig, path);
    }

    /// <summary>Stops the gateway and reads what it charged: each request that was admitted has ended once.</summary>
    public async Task<IReadOnlyList<LimitEvent>> Stop()
    {
        await Rig.Stop();
        await Rig.State.Recorder!.WaitUntilWritten(TestContext.Current.CancellationToken);
        var events = LimitLog.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken))
            .Log.Lines.Select(line => line.Event).ToList();
        var admitted = events.OfType<RequestAsked>().Where(one => one.Decision is RecordedDecision.Admitted)
            .Select(one => one.Request).Order(StringComparer.Ordinal);
        var ended = events.OfType<RequestSettled>().Select(one => one.Request)
            .Concat(events.OfType<RequestReleased>().Select(one => one.Request)).Order(StringComparer.Ordinal);
        Assert.Equal(admitted, ended);
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await Rig.DisposeAsync();
        File.Delete(path);
    }
}
