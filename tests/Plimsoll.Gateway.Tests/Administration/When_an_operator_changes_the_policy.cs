using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Plimsoll.Gateway.Documents;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Administration;

public sealed class When_an_operator_changes_the_policy : IDisposable
{
    private static readonly Instant now = Instant.From(GatewayRig.Start);
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly OperatorBunch operators = new OperatorBunch().Admin("olga").Reader("rita");
    private readonly KeyBunch keys = new KeyBunch()
        .Plan("alice", "pro", new KeyPlace("acme", null, "alice"))
        .Plan("bob", "pro", new KeyPlace("acme", null, "bob"));

    public void Dispose()
    {
        File.Delete(path);
        File.Delete(path + ".log");
    }

    [Fact]
    public async Task A_version_to_come_is_taken_told_of_kept_and_enforced_at_its_date()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 40);
        var later = Halved(now + Duration.FromHours(1));

        var put = await Put(rig, Body(TestPolicy.Version, later));

        Assert.Equal("adopted", put.GetProperty("result").GetString());
        Assert.Equal(["2026-05-06T00:00:00Z in_force", "2026-05-06T13:03:00.25Z coming"], Versions(put, "after"));
        Assert.Equal(["2026-05-06T00:00:00Z in_force"], Versions(put, "before"));
        var told = await Get(rig, "rita");
        Assert.Equal(Versions(put, "after"), Versions(told, "versions"));
        Assert.Equal(PolicyJson.Write(PolicyFile.Load(path)), told.GetProperty("policy").GetRawText());
        Assert.Equal(1000m, await SessionLimit(rig));
        rig.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(500m, await SessionLimit(rig));
    }

    [Fact]
    public async Task The_same_policy_again_changes_nothing()
    {
        await using var rig = await Begin();
        var later = Halved(now + Duration.FromHours(1));
        await Put(rig, Body(TestPolicy.Version, later));

        var again = await Put(rig, Body(TestPolicy.Version, later));
        var alone = await Put(rig, Body(later));

        Assert.Equal("unchanged", again.GetProperty("result").GetString());
        Assert.Equal("unchanged", alone.GetProperty("result").GetString());
    }

    [Fact]
    public async Task What_would_rewrite_the_past_is_refused_unless_it_is_to_take_effect_at_once()
    {
        await using var rig = await Begin();
        rig.Use(operators["olga"]);
        var other = Halved(TestPolicy.Version.EffectiveFrom);

        using var refused = await Send(rig, Body(other));
        var put = await Put(
            rig, Body(other).Replace("{\"reason", "{\"at_once\":true,\"reason", StringComparison.Ordinal));

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains(
            "the version of 2026-05-06T00:00:00Z is not what was enforced", (await refused.Error()).Message,
            StringComparison.Ordinal);
        Assert.Equal(["2026-05-06T00:00:00Z past", "2026-05-06T12:03:00.25Z in_force"], Versions(put, "after"));
        Assert.Equal(500m, await SessionLimit(rig));
    }

    [Fact]
    public async Task A_policy_that_cannot_be_enforced_or_read_is_refused_with_every_fault()
    {
        await using var rig = await Begin();
        var without = Halved(now + Duration.FromHours(1)) with
        {
            Plans = FrozenDictionary<string, PlanTerms>.Empty,
            SessionLength = Duration.Zero,
        };
        rig.Use(operators["olga"]);

        using var unfit = await Send(rig, Body(without));
        using var broken = await Send(
            rig, """{"policy":{"format":"plimsoll.policy/1","versions":[{"plans":1}]},"x":1}""");

        var message = (await unfit.Error()).Message;
        Assert.Contains("key 'alice' has plan 'pro'. There are: .", message, StringComparison.Ordinal);
        Assert.Contains("the session length is 0 s", message, StringComparison.Ordinal);
        message = (await broken.Error()).Message;
        string[] parts =
        [
            "policy.versions[0].plans: found 1", "policy.versions[0].effective_from: is missing",
            "reason: is missing", "x: is not known here",
        ];
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_preview_tells_who_would_have_been_refused_and_by_what()
    {
        await using var rig = await Begin(options => options with { RecordFile = path + ".log" });
        rig.Upstream.Script = Replies.Plain(input: 10, output: 38);
        await Ask(rig, "alice", 4);
        await Ask(rig, "bob", 1);

        var preview = await Preview(rig, $$"""{"policy":{{PolicyJson.Write(new PolicyTimeline([Halved(now)]))}}}""");

        Assert.Equal(1, preview.GetProperty("decided_otherwise").GetInt32());
        Assert.True(preview.GetProperty("is_faithful").GetBoolean());
        var alice = preview.GetProperty("users").EnumerateArray().First();
        Assert.Equal("acme/alice", alice.GetProperty("scope").GetString());
        Assert.Equal(1, alice.GetProperty("more_refused").GetInt32());
        Assert.Equal(0, alice.GetProperty("recorded").GetProperty("refused").GetInt32());
        var by = Assert.Single(alice.GetProperty("previewed").GetProperty("refused_by").EnumerateArray());
        Assert.Equal("seat session", $"{by.GetProperty("level")} {by.GetProperty("kind")}");

        // Three requests and what the fourth, or the third, held of 1,000 or 500 credits.
        Assert.InRange(Peak(alice.GetProperty("recorded")), 0.8, 0.85);
        Assert.InRange(Peak(alice.GetProperty("previewed")), 1.2, 1.3);
    }

    [Fact]
    public async Task A_preview_needs_a_record_and_counts_only_what_it_is_asked_for()
    {
        await using (var rig = await Begin())
        {
            rig.Use(operators["rita"]);
            using var missing = await rig.Post(
                "/admin/policy/preview", $$"""{"policy":{{PolicyJson.Write(TestPolicy.Timeline)}}}""");
            Assert.Equal(409, (int)missing.StatusCode);
        }

        await using (var rig = await Begin(options => options with { RecordFile = path + ".log" }))
        {
            rig.Upstream.Script = Replies.Plain(input: 10, output: 38);
            await Ask(rig, "alice", 3);
            rig.Clock.Advance(TimeSpan.FromMinutes(1));
            await Ask(rig, "alice", 1);
            await Ask(rig, "bob", 1);
            var policy = PolicyJson.Write(new PolicyTimeline([Halved(now)]));

            var preview = await Preview(
                rig, $$"""{"policy":{{policy}},"since":"2026-05-06T12:04:00Z","scope":"acme/alice"}""");

            var alice = Assert.Single(preview.GetProperty("users").EnumerateArray());
            Assert.Equal(1, alice.GetProperty("previewed").GetProperty("asked").GetInt32());
            Assert.Equal(1, alice.GetProperty("previewed").GetProperty("refused").GetInt32());
        }
    }

    [Fact]
    public async Task Whoever_only_looks_previews_and_does_not_upload()
    {
        await using var rig = await Begin();
        rig.Use(operators["rita"]);

        using var refused = await Send(rig, Body(TestPolicy.Version));

        Assert.Equal(403, (int)refused.StatusCode);
    }

    private Task<GatewayRig> Begin(Func<GatewayOptions, GatewayOptions>? with = null) => keys.Begin(options =>
    {
        options = options with { Operators = operators.Ring, PolicyFile = path };
        return with?.Invoke(options) ?? options;
    });

    private static Policy Halved(Instant from) => TestPolicy.Version with
    {
        EffectiveFrom = from,
        Plans = TestPolicy.Version.Plans.ToFrozenDictionary(
            plan => plan.Key, plan => plan.Value with { Session = Credits.From(500) }),
    };

    private static string Body(params Policy[] versions) =>
        $$"""{"reason":"less power","policy":{{PolicyJson.Write(new PolicyTimeline(versions))}}}""";

    private static Task<HttpResponseMessage> Send(GatewayRig rig, string body) => rig.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Put, "/admin/policy")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        },
        TestContext.Current.CancellationToken);

    private async Task<JsonElement> Put(GatewayRig rig, string body)
    {
        rig.Use(operators["olga"]);
        using var response = await Send(rig, body);
        using var json = JsonDocument.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return json.RootElement.Clone();
    }

    private Task<JsonElement> Preview(GatewayRig rig, string body)
    {
        rig.Use(operators["rita"]);
        return rig.Answer("/admin/policy/preview", body);
    }

    private Task<JsonElement> Get(GatewayRig rig, string who)
    {
        rig.Use(operators[who]);
        return rig.Usage("/admin/policy");
    }

    private async Task Ask(GatewayRig rig, string who, int times)
    {
        rig.Use(keys[who]);
        for (var i = 0; i < times; i++)
        {
            using var response = await rig.Ask();
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    private async Task<decimal> SessionLimit(GatewayRig rig)
    {
        rig.Use(keys["alice"]);
        return (await rig.Usage()).GetProperty("limits").EnumerateArray()
            .Single(limit => limit.GetProperty("name").GetString() == "session").GetProperty("limit").GetDecimal();
    }

    private static double Peak(JsonElement use) => use.GetProperty("peaks").EnumerateArray()
        .Single(peak => peak.GetProperty("kind").GetString() == "session").GetProperty("utilization").GetDouble();

    private static string[] Versions(JsonElement answer, string name) =>
    [
        .. answer.GetProperty(name).EnumerateArray()
            .Select(one => $"{one.GetProperty("effective_from")} {one.GetProperty("state")}"),
    ];
}
