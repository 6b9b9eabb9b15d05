using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Keys;

public sealed class When_keys_belong_together : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task Keys_of_one_organization_share_the_requests_of_its_tier()
    {
        var keys = new KeyBunch()
            .Tier("one", "tiny", new KeyPlace("acme"))
            .Tier("two", "tiny", new KeyPlace("acme", "research"))
            .Tier("other", "tiny", new KeyPlace("umbrella"));
        await using var rig = await keys.Begin();

        Assert.Equal("200 200 429 429 200", await Ask(rig, keys, "one", "two", "one", "two", "other"));
    }

    [Fact]
    public async Task Seats_of_one_organization_share_no_plan_and_keys_of_one_seat_do()
    {
        var keys = new KeyBunch()
            .Plan("laptop", "pro", new KeyPlace("acme", null, "alice"))
            .Plan("phone", "pro", new KeyPlace("acme", null, "alice"))
            .Plan("bob", "pro", new KeyPlace("acme", null, "bob"));
        await using var rig = await keys.Begin();
        rig.Upstream.Script = Replies.Plain(input: 1000, output: 0);

        Assert.Equal("200 429 200", await Ask(rig, keys, "laptop", "phone", "bob"));
    }

    [Fact]
    public async Task A_set_of_a_workspace_limits_its_keys_together_and_no_others()
    {
        var keys = new KeyBunch()
            .Tier("one", "start", new KeyPlace("acme", "research"))
            .Tier("two", "start", new KeyPlace("acme", "research"))
            .Tier("other", "start", new KeyPlace("acme"))
            .Limit("acme/research", "two-a-minute");
        await using var rig = await keys.Begin();

        Assert.Equal("200 200 429 200", await Ask(rig, keys, "one", "two", "one", "other"));
    }

    [Fact]
    public async Task A_key_may_carry_a_set_of_its_own()
    {
        var keys = new KeyBunch()
            .Tier("few", "start", new KeyPlace("acme", Limits: ["two-a-minute"]))
            .Tier("many", "start", new KeyPlace("acme"));
        await using var rig = await keys.Begin();

        Assert.Equal("200 200 429 200", await Ask(rig, keys, "few", "few", "few", "many"));
    }

    [Fact]
    public void A_file_of_today_is_read_as_it_was_written()
    {
        var hash = new string('a', 64);
        File.WriteAllText(path, $$"""
            {"keys":[{"name":"team/alice","hash":"{{hash}}","product":"chat","week-anchor":"2026-05-06T12:00:00+00:00",
            "created":"2026-05-06T12:00:00+00:00","plan":"pro"}]}
            """);

        var key = KeyFile.Load(path).Keys.Single();

        Assert.Equal(("team/alice", "pro", null), (key.Name, key.Plan, key.Organization));
    }

    [Fact]
    public void A_file_keeps_where_keys_stand_and_what_scopes_carry()
    {
        var keys = new KeyBunch()
            .Plan("laptop", "pro", new KeyPlace("acme", "research", "alice", ["one-at-a-time"]))
            .Limit("acme/research", "own-cap")
            .Limit("acme/research/alice", "two-a-minute");

        KeyFile.Save(path, keys.Ring);

        var ring = KeyFile.Load(path);
        Assert.Equal(
            ["acme", "acme/research", "acme/research/alice", "acme/research/alice/laptop"],
            ring.Tree.All.Select(scope => scope.Name));
        Assert.Equal(
            ["", "own-cap", "pro two-a-minute", "one-at-a-time"],
            ring.Tree.All.Select(scope => string.Join(' ', scope.Terms.Sets)));
        Assert.Equal(keys.Ring.Scopes.Select(scope => scope.Scope), ring.Scopes.Select(scope => scope.Scope));
    }

    [Fact]
    public void Everything_that_contradicts_itself_is_told_at_once()
    {
        var hash = 'a';
        GatewayKey Key(string name, string? plan, string? tier, KeyPlace place) =>
            new(name, new string(hash++, 64), "chat", GatewayRig.Start, GatewayRig.Start, plan, tier)
            {
                Organization = place.Organization,
                Workspace = place.Workspace,
                User = place.User,
            };

        var refused = Assert.Throws<ArgumentException>(() => new KeyRing(
            [
                Key("a", "pro", null, new KeyPlace("acme", null, "alice")),
                Key("b", "team", null, new KeyPlace("acme", null, "alice")),
                Key("c", null, "start", new KeyPlace("acme", "research", null)),
                Key("d", null, "tiny", new KeyPlace("acme", null, null)),
                Key("e", "pro", null, new KeyPlace(null, "lost", null)),
                Key("f", "pro", null, new KeyPlace("acme", null, null)),
            ],
            [
                new ScopeLimits("acme/nowhere", ["own-cap"]),
                new ScopeLimits("acme", ["own-cap", "own-cap"]),
            ]));

        Assert.Equal(
            [
                "Key 'b' has plan 'team', but 'acme/alice' has plan 'pro' by an older key: one plan holds for all of "
                + "its keys.",
                "Key 'd' has tier 'tiny', but 'acme' has tier 'start' by an older key: one tier holds for all of its "
                + "keys.",
                "Key 'e' has workspace 'lost' and needs an organization for it.",
                "Key 'f' has a plan in organization 'acme' and needs a user: a plan belongs to one seat.",
                "There is no organization, workspace or user 'acme/nowhere'. There are: acme, acme/alice, "
                + "acme/research.",
                "'acme' carries 'own-cap' twice: name it once.",
            ],
            refused.Message.Split('\n'));
    }

    [Fact]
    public void A_user_stands_in_one_place_and_a_name_means_one_thing()
    {
        var keys = new KeyBunch().Plan("a", "pro", new KeyPlace("acme", "research", "alice"));

        Contradicts("stands in several places", () => keys.Plan("b", "pro", new KeyPlace("acme", "sales", "alice")));
        Contradicts(
            "as a workspace and once as a user", () => keys.Plan("b", "pro", new KeyPlace("acme", null, "research")));
        Contradicts("as an organization and once as a key of its own", () => keys.Plan("acme", "pro"));
        Contradicts(
            "are of a plan and of a tier", () => keys.Tier("b", "start", new KeyPlace("acme", "research", "alice")));
        Contradicts("without slashes", () => keys.Tier("b", "start", new KeyPlace("ac/me")));

        static void Contradicts(string reason, Action act) =>
            Assert.Contains(reason, Assert.Throws<ArgumentException>(act).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_week_of_a_seat_stays_where_it_was_when_its_oldest_key_is_revoked()
    {
        var (ring, _) = KeyRing.Empty.Add(
            "old", "pro", null, "chat", GatewayRig.Start, new KeyPlace("acme", null, "alice"));
        (ring, _) = ring.Add(
            "new", "pro", null, "chat", GatewayRig.Start.AddDays(3), new KeyPlace("acme", null, "alice"));

        var anchor = Assert.Single(ring.Revoke("old")!.Tree.All, scope => scope.Name == "acme/alice").Terms.WeekAnchor;

        Assert.Equal(GatewayRig.Start, anchor.ToDateTimeOffset());
    }

    [Fact]
    public void Limits_of_a_scope_in_which_no_key_is_left_go_with_the_last_key()
    {
        var keys = new KeyBunch()
            .Tier("one", "start", new KeyPlace("acme", "research"))
            .Tier("two", "start", new KeyPlace("acme"))
            .Limit("acme", "own-cap").Limit("acme/research", "own-cap");

        Assert.Equal(["acme"], keys.Ring.Revoke("one")!.Scopes.Select(scope => scope.Scope));
        Assert.Empty(keys.Ring.Limit("acme", []).Limit("acme/research", []).Scopes);
        Assert.Throws<ArgumentException>(() => keys.Ring.Limit("acme", []).Limit("acme", []));
    }

    /// <summary>Asks with one key after the other.</summary>
    private static async Task<string> Ask(GatewayRig rig, KeyBunch keys, params string[] names)
    {
        var answers = new List<int>();
        foreach (var name in names)
        {
            rig.Use(keys[name]);
            using var response = await rig.Ask();
            answers.Add((int)response.StatusCode);
        }

        return string.Join(' ', answers);
    }
}
