using System.Collections.Frozen;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Serving.Admission;

namespace Plimsoll.Gateway.Tests.Admission;

public class When_requests_wait_for_a_place
{
    private const int Waits = 1030;
    private const int ClientLeft = 1004;

    [Theory]
    [InlineData(Question.Messages)]
    [InlineData(Question.Chat)]
    public async Task They_are_served_when_one_comes_free_and_told_how_long_it_took(string path)
    {
        await using var rig = await Begin();
        using var held = new HeldPlace(rig);
        var first = rig.Ask(path);
        await held.Arrived;
        var second = rig.Ask(path);
        await rig.Log.Logged(Waits);

        rig.Clock.Advance(TimeSpan.FromMilliseconds(1_500));
        held.Release();

        using var served = await first;
        using var waited = await second;
        Assert.Equal((200, 200), ((int)served.StatusCode, (int)waited.StatusCode));
        Assert.Equal(("0", "1500"), (served.Header("plimsoll-queue-ms"), waited.Header("plimsoll-queue-ms")));
    }

    [Theory]
    [InlineData(Question.Messages, 529, "overloaded_error")]
    [InlineData(Question.Chat, 503, "overloaded")]
    public async Task They_are_refused_when_none_comes_free_in_time_and_pay_nothing(
        string path, int status, string error)
    {
        await using var rig = await Begin();
        using var held = new HeldPlace(rig);
        var first = rig.Ask(path);
        await held.Arrived;
        var before = await rig.Session();
        var second = rig.Ask(path);
        await rig.Log.Logged(Waits);
        Assert.NotEqual(before, await rig.Session());

        rig.Clock.Advance(TimeSpan.FromSeconds(10));

        using var refused = await second;
        Assert.Equal(status, (int)refused.StatusCode);
        Assert.Equal(error, (await refused.Error()).Name);
        Assert.Equal("10000", refused.Header("plimsoll-queue-ms"));
        Assert.Equal("60", refused.Header("retry-after"));
        Assert.Equal(before, await rig.Session());
        held.Release();
        using var served = await first;
    }

    [Fact]
    public async Task Rates_are_given_back_to_one_that_got_no_place()
    {
        await using var rig = await Begin(tier: "tiny");
        using var held = new HeldPlace(rig);
        var first = rig.Ask();
        await held.Arrived;
        var second = rig.Ask();
        await rig.Log.Logged(Waits);
        rig.Clock.Advance(TimeSpan.FromSeconds(10));
        using var refused = await second;
        held.Release();
        using var served = await first;

        // Two requests a minute: the one that got no place is none of them.
        using var third = await rig.Ask();
        Assert.Equal((529, 200), ((int)refused.StatusCode, (int)third.StatusCode));
    }

    [Fact]
    public async Task A_client_that_leaves_while_it_waits_pays_nothing_and_holds_nobody_up()
    {
        await using var rig = await Begin();
        using var held = new HeldPlace(rig);
        var first = rig.Ask();
        await held.Arrived;
        var before = await rig.Session();
        using var leaving = new CancellationTokenSource();
        var second = rig.Post(Question.Messages, Question.Body(), leaving);
        await rig.Log.Logged(Waits);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await rig.Log.Logged(ClientLeft);
        Assert.Equal(before, await rig.Session());
        held.Release();
        using var served = await first;
        using var third = await rig.Ask();
        Assert.Equal("0", third.Header("plimsoll-queue-ms"));
        Assert.Single(rig.Upstream.Seen.Skip(1));
    }

    [Fact]
    public async Task They_are_refused_at_once_where_nobody_may_wait()
    {
        await using var rig = await Begin(new QueueOptions { Terms = QueueTerms.Plain });
        using var held = new HeldPlace(rig);
        var first = rig.Ask();
        await held.Arrived;
        var before = await rig.Session();

        using var refused = await rig.Ask();

        Assert.Equal(529, (int)refused.StatusCode);
        Assert.Equal("", refused.Header("plimsoll-queue-ms"));
        Assert.Equal(before, await rig.Session());
        held.Release();
        using var served = await first;
    }

    [Fact]
    public async Task Those_of_a_higher_band_come_first()
    {
        var bands = new Dictionary<string, TenantTerms>
        {
            ["pro"] = new(QueueBand.High),
            ["team"] = new(QueueBand.Low),
        };
        var keys = new KeyBunch().Plan("low", "team").Plan("high", "pro");
        await using var rig = await keys.Begin(options => options with
        {
            MaxInFlight = OnePlace,
            Queues = new QueueOptions { Tenants = bands.ToFrozenDictionary() },
        });
        var held = new HeldPlace(rig);
        var first = rig.Ask();
        await held.Arrived;
        var low = rig.Ask();
        await rig.Log.Logged(Waits);
        rig.Use(keys["high"]);
        var next = new HeldPlace(rig);
        var high = rig.Ask();
        await rig.Log.Logged(Waits, times: 2);

        held.Release();
        await next.Arrived;
        Assert.False(low.IsCompleted);
        next.Release();

        using var served = await high;
        using var last = await low;
        using var whoHeld = await first;
        Assert.Equal((200, 200), ((int)served.StatusCode, (int)last.StatusCode));
    }

    [Fact]
    public async Task A_class_without_a_bound_gets_one_when_the_upstream_is_full()
    {
        await using var rig = await GatewayRig.Begin();

        // It asks to be left alone for no time at all.
        rig.Upstream.Script = http =>
        {
            http.Response.Headers.RetryAfter = "0";
            return Replies.Json(http, 529, "{}");
        };
        using var refused = await rig.Ask();
        Assert.Equal(529, (int)refused.StatusCode);
        using var held = new HeldPlace(rig);
        var first = rig.Ask();
        await held.Arrived;

        var second = rig.Ask();

        await rig.Log.Logged(Waits);
        held.Release();
        using var served = await first;
        using var waited = await second;
        Assert.Equal(200, (int)waited.StatusCode);
    }

    private static FrozenDictionary<string, int> OnePlace { get; } =
        new Dictionary<string, int> { ["sonnet"] = 1 }.ToFrozenDictionary();

    private static Task<GatewayRig> Begin(QueueOptions? queues = null, string? tier = null) =>
        GatewayRig.Begin(tier, with: options => options with
        {
            MaxInFlight = OnePlace,
            Queues = queues ?? options.Queues,
        });

    /// <summary>The next request stays with the upstream until it is released; those after it are answered.</summary>
    private sealed class HeldPlace : IDisposable
    {
        private readonly TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HeldPlace(GatewayRig rig)
        {
            var isFirst = 1;
            rig.Upstream.Script = async http =>
            {
                if (Interlocked.Exchange(ref isFirst, 0) == 1)
                {
                    arrived.SetResult();
                    await released.Task;
                }

                await Replies.Plain()(http);
            };
        }

        public Task Arrived => arrived.Task.WaitAsync(TestContext.Current.CancellationToken);

        public void Release() => released.TrySetResult();

        public void Dispose() => Release();
    }
}
