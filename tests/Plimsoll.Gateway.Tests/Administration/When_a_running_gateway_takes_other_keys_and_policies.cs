using System.Collections.Frozen;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Administration;

public sealed class When_a_running_gateway_takes_other_keys_and_policies : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly KeyBunch keys = new KeyBunch()
        .Plan("alice", "pro", new KeyPlace("acme", "research", "alice"))
        .Plan("bob", "pro", new KeyPlace("acme", "research", "bob"));

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task New_keys_are_served_revoked_ones_are_not_and_what_stays_keeps_its_usage()
    {
        await using var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 2);
        using var first = await rig.Ask();
        var (used, _) = await rig.Session();

        keys.Tier("ci", "start", new KeyPlace("umbrella"));
        Assert.Empty(rig.State.Adopt(keys.Ring.Revoke("bob")!));

        Assert.Equal((20m, used), (used, (await rig.Session()).Used));
        rig.Use(keys["ci"]);
        using var fresh = await rig.Ask();
        rig.Use(keys["bob"]);
        using var gone = await rig.Ask();
        Assert.Equal((200, 401), ((int)fresh.StatusCode, (int)gone.StatusCode));
    }

    [Fact]
    public async Task A_key_that_comes_back_has_used_what_it_had()
    {
        await using var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 2);
        using var first = await rig.Ask();

        Assert.Empty(rig.State.Adopt(keys.Ring.Revoke("alice")!));
        using var refused = await rig.Ask();
        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Empty(rig.State.Adopt(keys.Ring));

        Assert.Equal((20m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_request_of_a_revoked_key_that_is_in_flight_ends_and_is_charged()
    {
        await using var rig = await keys.Begin();
        var (asked, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        rig.Upstream.Script = async http =>
        {
            asked.SetResult();
            await release.Task;
            await Replies.Plain(input: 10, output: 2)(http);
        };
        var answer = rig.Ask();
        await asked.Task;

        Assert.Empty(rig.State.Adopt(keys.Ring.Revoke("alice")!));
        release.SetResult();

        using var response = await answer;
        Assert.Equal(200, (int)response.StatusCode);
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Empty(rig.State.Adopt(keys.Ring));
        Assert.Equal((20m, 0m), await rig.Session());
    }

    [Fact]
    public async Task Limits_that_a_scope_is_given_count_from_the_next_request_on_and_can_be_taken_back()
    {
        await using var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 40);

        Assert.Empty(rig.State.Adopt(keys.Ring.Limit("acme", ["own-cap"])));
        using var first = await rig.Ask();
        using var second = await rig.Ask();
        Assert.Equal((200, 400), ((int)first.StatusCode, (int)second.StatusCode));

        Assert.Empty(rig.State.Adopt(keys.Ring));
        using var third = await rig.Ask();
        Assert.Equal(200, (int)third.StatusCode);
        Assert.Equal((420m, 0m), await rig.Session());
    }

    [Fact]
    public async Task A_policy_takes_effect_at_its_date_and_what_was_used_stays()
    {
        await using var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 40);
        using var first = await rig.Ask();
        var tomorrow = Instant.From(GatewayRig.Start) + Duration.FromHours(1);
        var next = TestPolicy.Version with { EffectiveFrom = tomorrow, Plans = Plans(session: 200) };
        next = next with { Classes = Renamed(next.Classes["sonnet"], "claude-sonnet-6") };

        Assert.Empty(rig.State.Adopt(new PolicyTimeline([TestPolicy.Version, next])));

        using var still = await rig.Ask();
        Assert.Equal(200, (int)still.StatusCode);
        rig.Clock.Advance(TimeSpan.FromHours(1));
        using var unknown = await rig.Ask();
        Assert.Equal(404, (int)unknown.StatusCode);
        using var full = await rig.Post(
            Question.Messages, Question.Body().Replace("sonnet-5", "sonnet-6", StringComparison.Ordinal));
        Assert.Equal(429, (int)full.StatusCode);
        Assert.Equal((420m, 0m), await rig.Session());
    }

    [Fact]
    public async Task What_cannot_be_enforced_is_told_at_once_and_nothing_changes()
    {
        await using var rig = await keys.Begin();
        var timeline = rig.State.Timeline;
        var rates = Enumerable.Range(0, 17)
            .Select(i => new RateLimit { Name = $"rate-{i}", Requests = 1000 }).ToList<LimitTerms>();
        var wrong = new PolicyTimeline(
        [
            TestPolicy.Version with
            {
                SessionGrid = Duration.Zero,
                Plans = FrozenDictionary<string, PlanTerms>.Empty,
                Sets = new Dictionary<string, LimitSet> { ["many"] = new("many", [.. rates]) }.ToFrozenDictionary(),
            },
        ]);
        keys.Tier("ci", "huge", new KeyPlace("umbrella", null, null, ["many", "few"]));

        var problems = string.Join('\n', rig.State.Adopt(wrong, keys.Ring));
        var ofKeys = rig.State.Adopt(keys.Ring);

        string[] parts =
        [
            "key 'alice' has plan 'pro'", "key 'bob' has plan 'pro'", "key 'ci' has tier 'huge'",
            "key 'ci' carries the limit set 'few'", "the session grid is 0 s",
        ];
        Assert.All(parts, part => Assert.Contains(part, problems, StringComparison.Ordinal));
        Assert.Equal(3, ofKeys.Count);
        Assert.Same(timeline, rig.State.Timeline);
        rig.Use(keys["ci"]);
        using var unknown = await rig.Ask();
        Assert.Equal(401, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task More_rate_limits_than_a_scope_may_hold_are_found_before_a_request_finds_them()
    {
        await using var rig = await keys.Begin();
        var rates = Enumerable.Range(0, 17)
            .Select(i => new RateLimit { Name = $"rate-{i}", Requests = 1000 }).ToList<LimitTerms>();
        var crowded = TestPolicy.Version with
        {
            Plans = new Dictionary<string, PlanTerms>
            {
                ["pro"] = TestPolicy.Version.Plans["pro"] with { Further = [.. rates] },
            }.ToFrozenDictionary(),
        };

        var problem = Assert.Single(rig.State.Adopt(new PolicyTimeline([crowded])));

        Assert.Contains("hold 17 rate limits", problem, StringComparison.Ordinal);
        using var served = await rig.Ask();
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task Requests_that_race_with_changes_are_decided_by_one_of_them_and_charged_once()
    {
        var crowd = new KeyBunch();
        for (var i = 0; i < 4; i++)
            crowd.Tier($"ci-{i}", "start", new KeyPlace("acme"));
        await using (var rig = await crowd.Begin(options => options with { RecordFile = path }))
        {
            rig.Upstream.Script = Replies.Plain(input: 1, output: 1);
            var changed = new TaskCompletionSource();
            var asking = Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
            {
                using var http = new HttpClient { BaseAddress = rig.Url };
                http.DefaultRequestHeaders.Add("x-api-key", crowd[$"ci-{i}"]);
                var statuses = new List<int>();
                while (!changed.Task.IsCompleted || statuses.Count < 10)
                {
                    using var body = new StringContent(Question.Body());
                    using var answer = await http.PostAsync(
                        Question.Messages, body, TestContext.Current.CancellationToken);
                    statuses.Add((int)answer.StatusCode);
                }

                return statuses;
            })).ToList();

            KeyRing[] rings = [crowd.Ring, crowd.Ring.Revoke("ci-3")!, crowd.Ring.Limit("acme", ["two-a-minute"])];
            PolicyTimeline[] policies = [Session(500), TestPolicy.Timeline];
            for (var i = 0; i < 60; i++)
            {
                Assert.Empty(rig.State.Adopt(rings[i % 3]));
                Assert.Empty(rig.State.Adopt(policies[i % 2]));
                rig.Clock.Advance(TimeSpan.FromSeconds(2));
            }

            changed.SetResult();
            var statuses = (await Task.WhenAll(asking)).SelectMany(one => one).ToList();
            Assert.All(statuses, status => Assert.Contains(status, new[] { 200, 401, 429 }));
            Assert.Contains(200, statuses);
            Assert.Equal(0, rig.State.Limits.OpenCount);
        }

        var reading = LimitLog.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(reading.Problems);
        var replayed = Assert.IsType<ReplayResult.Done>(LimitReplay.Run(reading.Log, TestPolicy.Timeline));
        Assert.Empty(replayed.Report.Unfaithful);
    }

    [Fact]
    public async Task A_name_that_comes_back_at_another_level_is_another_scope_and_the_log_says_so()
    {
        var first = new KeyBunch().Tier("ci", "start", new KeyPlace("acme", "research"));
        await using (var rig = await first.Begin(options => options with { RecordFile = path }))
        {
            rig.Upstream.Script = Replies.Plain(input: 10, output: 2);
            using var asked = await rig.Ask();
            var second = new KeyBunch().Plan("alice", "pro", new KeyPlace("acme", null, "research"));
            Assert.Empty(rig.State.Adopt(second.Ring));
            rig.Use(second["alice"]);
            using var fresh = await rig.Ask();
            Assert.Equal((20m, 0m), await rig.Session());
            var third = new KeyBunch().Plan("acme", "pro");
            Assert.Empty(rig.State.Adopt(third.Ring));
            rig.Use(third["acme"]);
            using var alone = await rig.Ask();
            Assert.Equal((20m, 0m), await rig.Session());
        }

        var reading = LimitLog.Read(await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
        Assert.Empty(reading.Problems);
        Assert.Equal(
            ["acme/research", "acme/research", "acme"],
            reading.Log.Lines.Select(line => line.Event).OfType<ScopeRemoved>().Select(one => one.Scope.Text));
        var replayed = Assert.IsType<ReplayResult.Done>(LimitReplay.Run(reading.Log, TestPolicy.Timeline));
        Assert.Empty(replayed.Report.Unfaithful);
        Assert.Equal(3, replayed.Report.Total.Recorded.Admitted);
    }

    private static PolicyTimeline Session(double credits) =>
        new([TestPolicy.Version with { Plans = Plans(credits) }]);

    private static FrozenDictionary<string, PlanTerms> Plans(double session) =>
        TestPolicy.Version.Plans.ToFrozenDictionary(
            plan => plan.Key, plan => plan.Value with { Session = Credits.From(session) });

    private static FrozenDictionary<string, ClassTerms> Renamed(ClassTerms one, string model) =>
        new Dictionary<string, ClassTerms> { [one.Name] = one with { Models = [model] } }.ToFrozenDictionary();
}
