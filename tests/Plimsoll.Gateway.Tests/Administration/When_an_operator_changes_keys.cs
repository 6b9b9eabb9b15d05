using System.Text.Json;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Administration;

public sealed class When_an_operator_changes_keys : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly OperatorBunch operators = new OperatorBunch().Admin("olga").Reader("rita");
    private readonly KeyBunch keys = new KeyBunch()
        .Plan("alice", "pro", new KeyPlace("acme", null, "alice"))
        .Tier("ci", "start", new KeyPlace("umbrella", "builds"));

    public void Dispose()
    {
        File.Delete(path);
        File.Delete(path + ".audit");
    }

    [Fact]
    public async Task A_key_is_shown_once_serves_at_once_and_is_kept_as_a_hash()
    {
        await using var rig = await Begin();
        var made = await As(rig, "olga", "/admin/keys", """
            {"name":"bob","plan":"pro","organization":"acme","user":"bob","product":"chat","limits":["two-a-minute"]}
            """);
        var key = made.GetProperty("key").GetString()!;

        Assert.Equal("created", made.GetProperty("result").GetString());
        Assert.Equal("bob", made.GetProperty("after").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, made.GetProperty("before").ValueKind);
        rig.Use(key);
        using var served = await rig.Ask();
        Assert.Equal(200, (int)served.StatusCode);
        Assert.Equal("bob", (await rig.Usage()).GetProperty("key").GetString());
        Assert.Equal(["alice", "ci", "bob"], KeyFile.Load(path).Keys.Select(one => one.Name));
        Assert.DoesNotContain(key, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        var listed = await Get(rig, "rita", "/admin/keys");
        Assert.DoesNotContain("hash", listed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(path, listed.GetProperty("kept_in").GetString());
        Assert.Equal(3, listed.GetProperty("keys").GetArrayLength());
        var umbrella = await Get(rig, "rita", "/admin/keys?organization=umbrella");
        Assert.Equal(1, umbrella.GetProperty("keys").GetArrayLength());
    }

    [Fact]
    public async Task The_same_order_again_makes_no_second_key_and_another_under_its_name_is_refused()
    {
        await using var rig = await Begin();
        const string body = """{"name":"bob","tier":"start","product":"api","organization":"acme"}""";
        await As(rig, "olga", "/admin/keys", body);

        var again = await As(rig, "olga", "/admin/keys", body);
        rig.Use(operators["olga"]);
        using var other = await rig.Post("/admin/keys", """{"name":"bob","tier":"tiny","product":"api"}""");

        Assert.Equal("already_made", again.GetProperty("result").GetString());
        Assert.Equal(JsonValueKind.Null, again.GetProperty("key").ValueKind);
        Assert.Equal(400, (int)other.StatusCode);
        Assert.Contains("'bob' is used twice", (await other.Error()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_the_operator_made_never_travels()
    {
        await using var rig = await Begin();
        var key = KeyRing.NewKey();
        var body = $$"""{"name":"bob","tier":"start","product":"api","hash":"{{KeyRing.HashOf(key)}}"}""";

        var made = await As(rig, "olga", "/admin/keys", body);
        var again = await As(rig, "olga", "/admin/keys", body);

        Assert.Equal(JsonValueKind.Null, made.GetProperty("key").ValueKind);
        Assert.Equal("already_made", again.GetProperty("result").GetString());
        rig.Use(key);
        using var served = await rig.Ask();
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task A_rotated_key_works_for_its_overlap_and_accounts_for_the_same()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 2);

        var made = await As(rig, "olga", "/admin/keys/rotate", """{"name":"alice","overlap_seconds":3600}""");

        rig.Use(made.GetProperty("key").GetString()!);
        using var withNew = await rig.Ask();
        rig.Use(keys["alice"]);
        using var withOld = await rig.Ask();
        Assert.Equal((200, 200), ((int)withNew.StatusCode, (int)withOld.StatusCode));
        Assert.Equal((40m, 0m), await rig.Session());
        rig.Clock.Advance(TimeSpan.FromHours(1));
        using var late = await rig.Ask();
        Assert.Equal(401, (int)late.StatusCode);
        rig.Use(made.GetProperty("key").GetString()!);
        using var still = await rig.Ask();
        Assert.Equal(200, (int)still.StatusCode);
        Assert.NotNull(KeyFile.Load(path)["alice"].Former);
    }

    [Fact]
    public async Task A_request_that_is_named_is_the_same_under_the_key_that_came_in_the_place_of_another()
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 10, output: 2);
        rig.Use(keys["alice"]);
        rig.Http.DefaultRequestHeaders.Add("idempotency-key", "order-7");
        using var first = await rig.Ask();
        rig.Http.DefaultRequestHeaders.Remove("idempotency-key");
        var made = await As(rig, "olga", "/admin/keys/rotate", """{"name":"alice"}""");

        rig.Use(made.GetProperty("key").GetString()!);
        rig.Http.DefaultRequestHeaders.Add("idempotency-key", "order-7");
        using var again = await rig.Ask();

        Assert.Equal((200, 409), ((int)first.StatusCode, (int)again.StatusCode));
    }

    [Fact]
    public async Task What_the_command_line_wrote_meanwhile_is_kept_and_taken_along()
    {
        await using var rig = await Begin();
        KeyFile.Change(path, ring => ring.Add("night", null, "tiny", "api", GatewayRig.Start).Ring);

        await As(rig, "olga", "/admin/keys/revoke", """{"name":"ci"}""");

        Assert.Equal(["alice", "night"], KeyFile.Load(path).Keys.Select(one => one.Name));
        Assert.Equal(["alice", "night"], rig.State.Accounts.Ring.Keys.Select(one => one.Name));
        rig.Use(keys["ci"]);
        using var gone = await rig.Ask();
        Assert.Equal(401, (int)gone.StatusCode);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_leaves_everything_as_it_was()
    {
        await using var rig = await Begin();
        await File.WriteAllTextAsync(path, "{}", TestContext.Current.CancellationToken);
        rig.Use(operators["olga"]);

        using var failed = await rig.Post("/admin/keys/revoke", """{"name":"ci"}""");

        Assert.Equal(500, (int)failed.StatusCode);
        Assert.Contains("Nothing was changed", (await failed.Error()).Message, StringComparison.Ordinal);
        rig.Use(keys["ci"]);
        using var served = await rig.Ask();
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Fact]
    public async Task Tiers_plans_and_limits_of_a_scope_change_for_all_its_keys()
    {
        keys.Tier("ci-2", "start", new KeyPlace("umbrella"));
        await using var rig = await Begin();

        var tier = await As(
            rig, "olga", "/admin/scopes", """{"scope":"umbrella","tier":"tiny","limits":["own-cap"]}""");
        var plan = await As(rig, "olga", "/admin/scopes", """{"scope":"acme/alice","plan":"team"}""");
        var same = await As(rig, "olga", "/admin/scopes", """{"scope":"acme/alice","plan":"team","limits":[]}""");

        Assert.Equal("changed", tier.GetProperty("result").GetString());
        Assert.Equal("start", tier.GetProperty("before").GetProperty("tier").GetString());
        Assert.Equal("tiny", tier.GetProperty("after").GetProperty("tier").GetString());
        Assert.Equal("team", plan.GetProperty("after").GetProperty("plan").GetString());
        Assert.Equal("unchanged", same.GetProperty("result").GetString());
        var listed = await Get(rig, "rita", "/admin/scopes?scope=umbrella");
        Assert.Equal(
            ["umbrella organization tiny own-cap ci-2", "umbrella/builds workspace   ci"],
            listed.GetProperty("scopes").EnumerateArray().Select(one => string.Join(' ',
                one.GetProperty("scope"), one.GetProperty("level"), one.GetProperty("tier"),
                string.Join(',', one.GetProperty("limits").EnumerateArray()),
                string.Join(',', one.GetProperty("keys").EnumerateArray()))));
        Assert.All(KeyFile.Load(path).Keys.Skip(1), key => Assert.Equal("tiny", key.Tier));
    }

    [Fact]
    public async Task Everything_wrong_is_told_and_nothing_changes()
    {
        await using var rig = await Begin();
        rig.Use(operators["olga"]);

        using var body = await rig.Post("/admin/keys", """{"plan":"pro","tier":"x","hash":"1","colour":"red"}""");
        using var name = await rig.Post("/admin/keys/rotate", """{"name":"alcie","overlap_seconds":-1}""");
        using var nobody = await rig.Post("/admin/keys/revoke", """{"name":"alcie"}""");
        using var policy = await rig.Post(
            "/admin/keys", """{"name":"x","plan":"huge","product":"api","limits":["none"]}""");
        using var scope = await rig.Post("/admin/scopes", """{"scope":"acne","limits":[]}""");

        string[] told =
        [
            "name: is missing", "product: is missing", "hash: found \"1\"", "plan, tier: expected one of them.",
            "colour: is not known here",
        ];
        var message = (await body.Error()).Message;
        Assert.All(told, part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.Contains("overlap_seconds: found -1", (await name.Error()).Message, StringComparison.Ordinal);
        Assert.Equal("There is no key 'alcie'; nearest: 'alice'.", (await nobody.Error()).Message);
        Assert.Contains("key 'x' has plan 'huge'", (await policy.Error()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "There is no scope 'acne'; nearest: 'acme'", (await scope.Error()).Message, StringComparison.Ordinal);
        Assert.Equal(2, KeyFile.Load(path).Keys.Length);
    }

    [Fact]
    public async Task Roles_hold_and_every_change_and_every_refused_attempt_is_audited()
    {
        await using var rig = await Begin();
        rig.Use(operators["rita"]);
        using var reader = await rig.Post("/admin/keys/revoke", """{"name":"ci"}""");
        rig.Use(keys["alice"]);
        using var client = await rig.Post("/admin/keys/revoke", """{"name":"ci"}""");
        await As(rig, "olga", "/admin/keys/revoke", """{"name":"ci"}""");

        Assert.Equal((403, 401), ((int)reader.StatusCode, (int)client.StatusCode));
        var page = await Get(rig, "rita", "/admin/audit?limit=2");
        var rest = await Get(rig, "rita", $"/admin/audit?after={page.GetProperty("next")}");
        var entries = page.GetProperty("entries").EnumerateArray().Concat(rest.GetProperty("entries").EnumerateArray());
        Assert.Equal(
            [
                "operator rita attempt refused", "unknown attempt refused", "operator olga key_revoke revoked",
            ],
            entries.Select(one => $"{one.GetProperty("who")} {one.GetProperty("what")} {one.GetProperty("result")}"));
        Assert.All(entries, one => Assert.Equal("127.0.0.1", one.GetProperty("from").GetString()));
        Assert.Equal("ci", entries.Last().GetProperty("before").GetProperty("name").GetString());
        Assert.True(page.GetProperty("has_more").GetBoolean());
        var none = await Get(rig, "rita", "/admin/audit?since=2026-05-07T00:00:00Z");
        Assert.Equal(0, none.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task Without_a_file_the_answer_says_that_the_change_lives_in_memory()
    {
        await using var rig = await keys.Begin(options => options with { Operators = operators.Ring });

        var made = await As(rig, "olga", "/admin/keys/revoke", """{"name":"ci"}""");

        Assert.Equal(JsonValueKind.Null, made.GetProperty("kept_in").ValueKind);
        var audit = await Get(rig, "olga", "/admin/audit");
        Assert.Equal(JsonValueKind.Null, audit.GetProperty("kept_in").ValueKind);
        Assert.Equal(1, audit.GetProperty("entries").GetArrayLength());
    }

    private async Task<GatewayRig> Begin()
    {
        KeyFile.Save(path, keys.Ring);
        return await keys.Begin(options => options with
        {
            Operators = operators.Ring,
            KeysFile = path,
            AuditFile = path + ".audit",
        });
    }

    private async Task<JsonElement> As(GatewayRig rig, string who, string route, string body)
    {
        rig.Use(operators[who]);
        return await rig.Answer(route, body);
    }

    private async Task<JsonElement> Get(GatewayRig rig, string who, string route)
    {
        rig.Use(operators[who]);
        return await rig.Usage(route);
    }
}
