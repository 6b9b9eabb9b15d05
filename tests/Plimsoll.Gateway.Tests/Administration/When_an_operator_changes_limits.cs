using System.Text.Json;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;

namespace Plimsoll.Gateway.Tests.Administration;

public sealed class When_an_operator_changes_limits : IDisposable
{
    private const string AdminKey = "operator-secret";

    private readonly string audit = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(audit);

    [Theory]
    [InlineData("""{"scope":"acme/alice","id":"1","reason":"outage"}""", 0, 0, 1000)]
    [InlineData("""{"scope":"acme/alice","limits":["session"],"id":"1","reason":"outage"}""", 0, 1000, 1000)]
    [InlineData("""{"everybody":true,"id":"1","reason":"outage"}""", 0, 0, 0)]
    [InlineData("""{"everybody":true,"sets":["team"],"id":"1","reason":"outage"}""", 1000, 1000, 1000)]
    public async Task A_reset_clears_what_it_names_and_every_window_ends_when_it_would_have(
        string order, int session, int week, int others)
    {
        await using var rig = await Begin();
        rig.Upstream.Script = Replies.Plain(input: 1000, output: 0);
        using var alice = await rig.Ask();
        rig.Use(Keys["bob"]);
        using var bob = await rig.Ask();
        rig.Use(Keys["alice"]);
        var before = await Ends(rig);
        rig.Clock.Advance(TimeSpan.FromMinutes(7));

        rig.Use(AdminKey);
        Assert.Equal("reset", Result(await rig.Answer("/admin/reset", order)));
        Assert.Equal("already_made", Result(await rig.Answer("/admin/reset", order)));

        rig.Use(Keys["alice"]);
        Assert.Equal(before, await Ends(rig));
        Assert.Equal((session, week), (await Used(rig, "session"), await Used(rig, "week")));
        rig.Use(Keys["bob"]);
        Assert.Equal(others, await Used(rig, "week"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_name_is_used_once_for_each_target_and_means_another_reset_for_another(bool isRecorded)
    {
        var log = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using (var rig = await Keys.Begin(options => options with
        {
            AdminKeyHash = KeyRing.HashOf(AdminKey),
            RecordFile = isRecorded ? log : null,
        }))
        {
            rig.Use(AdminKey);
            var results = new List<string>();
            foreach (var target in new[] { "\"scope\":\"acme/alice\"", "\"scope\":\"acme\"", "\"everybody\":true" })
            {
                for (var i = 0; i < 2; i++)
                    results.Add(Result(await rig.Answer("/admin/reset", $$"""{{{target}},"id":"1","reason":"x"}""")));
            }

            Assert.Equal(["reset", "already_made", "reset", "already_made", "reset", "already_made"], results);
        }

        File.Delete(log);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_nothing_happens()
    {
        await using var rig = await Begin();
        rig.Use(AdminKey);

        using var reset = await rig.Post(
            "/admin/reset", """{"scope":"acme/carol","sets":["pro"],"limits":["month"],"reason":7,"why":"?"}""");
        using var overage = await rig.Post("/admin/overage", """{"daily":5,"buy":"1.00001"}""");

        Assert.Equal((400, 400), ((int)reset.StatusCode, (int)overage.StatusCode));
        Assert.Equal(
            "id: is missing; expected a text. reason: found 7; expected a text of 1 to 500 characters. "
            + "sets: expected only with everybody: true. "
            + "scope: found 'acme/carol'; there are: acme, acme/alice, acme/bob. "
            + "limits: found 'month'; there are: opus-week, session, week. "
            + "why: is not known here; expected scope, everybody, limits, sets, id, reason.",
            (await reset.Error()).Message);
        var message = (await overage.Error()).Message;
        string[] parts = ["scope: is missing", "daily: found 5", "buy: found \"1.00001\"", "id: is missing"];
        foreach (var part in parts)
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(audit, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_change_is_written_down_with_who_made_it_and_what_came_of_it()
    {
        await using (var rig = await Begin())
        {
            rig.Use(AdminKey);
            await rig.Answer("/admin/reset", """{"scope":"acme/alice","limits":["week"],"id":"1","reason":"outage"}""");
            await rig.Answer("/admin/overage", """{"scope":"acme/alice","enabled":true,"daily":"2050"}""");
            await rig.Answer("/admin/overage", """{"scope":"acme/alice","buy":"100","id":"order-1"}""");
            await rig.Answer("/admin/overage", """{"scope":"acme/alice","buy":"100","id":"order-1"}""");
            rig.Use(Keys["alice"]);
            await rig.Answer("/usage/overage", """{"consent":true}""");
            Assert.DoesNotContain(AdminKey, rig.Log.Text, StringComparison.Ordinal);
        }

        var lines = await File.ReadAllLinesAsync(audit, TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "operator reset reset acme/alice", "operator overage not_offered acme/alice",
                "operator overage not_offered acme/alice", "operator overage not_offered acme/alice",
            ],
            lines.Select(line => JsonDocument.Parse(line).RootElement).Select(entry => string.Join(' ',
                Text(entry, "who"), Text(entry, "what"), Text(entry, "result"), Text(entry, "scope"))));
        Assert.Contains("\"at\":\"2026-05-06T12:03:00.25+00:00\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"outage\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"daily\":\"2050\"", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"id\":\"\\ud800\"}", "Not valid JSON at line 1, byte 7: the text is not Unicode.")]
    [InlineData("{\"id\":\"1\",\n\"id\":\"2\"}", "id: is given twice, again at line 2, byte 1.")]
    [InlineData("{\"id\":\n1,}", "Not valid JSON at line 2, byte 3.")]
    [InlineData("", "Not valid JSON at line 1, byte 1.")]
    public async Task A_body_that_could_mean_two_things_or_nothing_is_refused_with_the_place(string body, string told)
    {
        await using var rig = await Begin();
        rig.Use(AdminKey);

        using var refused = await rig.Post("/admin/reset", body);

        Assert.Equal(400, (int)refused.StatusCode);
        Assert.Contains(told, (await refused.Error()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_arrive_without_needless_escapes()
    {
        await using var rig = await Begin();
        rig.Use(AdminKey);

        using var refused = await rig.Post("/admin/reset", """{"scope":"nobody","id":"1","reason":"é"}""");

        var text = await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("found 'nobody'", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/admin/reset")]
    [InlineData("/admin/overage")]
    public async Task Nobody_else_may_and_without_an_operators_key_there_is_no_such_route(string path)
    {
        await using (var rig = await Begin())
        {
            using var user = await rig.Post(path, "{}");
            Assert.Equal(401, (int)user.StatusCode);
        }

        await using (var rig = await GatewayRig.Begin())
        {
            rig.Use(AdminKey);
            using var missing = await rig.Post(path, "{}");
            Assert.Equal(404, (int)missing.StatusCode);
        }
    }

    private KeyBunch Keys { get; } = new KeyBunch()
        .Plan("alice", "pro", new KeyPlace("acme", null, "alice"))
        .Plan("bob", "pro", new KeyPlace("acme", null, "bob"));

    private Task<GatewayRig> Begin() => Keys.Begin(options => options with
    {
        AdminKeyHash = KeyRing.HashOf(AdminKey),
        AuditFile = audit,
    });

    private static async Task<string[]> Ends(GatewayRig rig) =>
    [
        .. (await rig.Usage()).GetProperty("limits").EnumerateArray().Select(limit => Text(limit, "resets_at")),
    ];

    private static async Task<int> Used(GatewayRig rig, string name) => (await rig.Usage()).GetProperty("limits")
        .EnumerateArray().Single(limit => Text(limit, "name") == name).GetProperty("used").GetInt32();

    private static string Result(JsonElement answer) => Text(answer, "result");

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
