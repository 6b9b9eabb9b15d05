using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Plimsoll.Gateway.Administration;
using Plimsoll.Gateway.Documents;
using Plimsoll.Gateway.Keys;
using Plimsoll.Gateway.Tests.Rig;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Tests.Administration;

public sealed class When_operators_are_known : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(path);

    [Fact]
    public void The_file_holds_no_key_and_still_knows_who_it_is()
    {
        var keys = new List<string>();
        foreach (var (name, role) in new[] { ("olga", OperatorRole.Admin), ("rita", OperatorRole.ReadOnly) })
        {
            OperatorFile.Change(path, ring =>
            {
                (ring, var key) = ring.Add(name, role, GatewayRig.Start);
                keys.Add(key);
                return ring;
            });
        }

        var ring = OperatorFile.Load(path);
        var text = File.ReadAllText(path);

        Assert.All(keys, key => Assert.DoesNotContain(key, text, StringComparison.Ordinal));
        Assert.Contains("\"role\": \"read-only\"", text, StringComparison.Ordinal);
        Assert.Equal(["operator olga Admin", "operator rita ReadOnly"],
            keys.Select(key => ring.Find(key)!).Select(found => $"{found.Who} {found.Role}"));
        Assert.Null(ring.Find(keys[0] + "x"));
        Assert.Null(ring.Revoke("olga")!.Find(keys[0]));
        Assert.Null(ring.Revoke("nobody"));
    }

    [Theory]
    [InlineData("""{"operators":[{"name":"a","hash":"1","role":"admin","created":"2026-05-06T12:00:00Z"}]}""",
        "Operator 'a' has no hash")]
    [InlineData("""{"operators":[{"name":"a","hash":"1","role":"root","created":"2026-05-06T12:00:00Z"}]}""", "role")]
    [InlineData("""{"operators":[{"name":"","hash":"HASH","role":"admin","created":"2026-05-06T12:00:00Z"}]}""",
        "has a name that cannot be")]
    [InlineData("""{"keys":[]}""", "keys: is not known here")]
    public void A_file_that_is_none_is_refused_with_the_reason(string text, string reason)
    {
        File.WriteAllText(path, text.Replace("HASH", KeyRing.HashOf("x"), StringComparison.Ordinal));

        var refused = Assert.Throws<InvalidDataException>(() => OperatorFile.Load(path));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_policy_that_is_none_is_refused_with_the_reason()
    {
        File.WriteAllText(path, """{"format":"plimsoll.policy/1"}""");

        var refused = Assert.Throws<InvalidDataException>(() => PolicyFile.Or(path, TestPolicy.Timeline));

        Assert.Contains($"{path} is not a policy: versions: is missing", refused.Message, StringComparison.Ordinal);
        Assert.Same(TestPolicy.Timeline, PolicyFile.Or(path + ".none", TestPolicy.Timeline));
    }

    [Fact]
    public async Task Others_come_and_go_while_the_gateway_runs()
    {
        var first = new OperatorBunch().Admin("olga");
        var second = new OperatorBunch().Reader("rita");
        await using var rig = await GatewayRig.Begin(with: options => options with { Operators = first.Ring });

        Assert.Empty(rig.State.Adopt(second.Ring));

        rig.Use(first["olga"]);
        using var gone = await rig.Get("/admin/keys");
        rig.Use(second["rita"]);
        using var come = await rig.Get("/admin/keys");
        Assert.Equal((401, 200), ((int)gone.StatusCode, (int)come.StatusCode));
    }

    [Fact]
    public void Strangers_do_not_fill_the_audit_and_how_many_more_there_were_is_told()
    {
        using var audit = new AuditLog(path, NullLogger.Instance);
        var start = Instant.From(GatewayRig.Start);
        for (var i = 0; i < 100; i++)
            audit.WriteRefused(Entry(start), isKnown: false, _ => { });
        audit.WriteRefused(Entry(start), isKnown: true, _ => { });
        audit.WriteRefused(Entry(start + Duration.FromMinutes(1)), isKnown: false, _ => { });

        var (lines, _) = audit.Read(null, 0, 1000);

        Assert.Equal(AuditLog.MostStrangers + 3, lines.Count);
        using var told = JsonDocument.Parse(lines[^2]);
        Assert.Equal(40, told.RootElement.GetProperty("count").GetInt32());
    }

    [Fact]
    public void A_line_that_was_cut_off_takes_no_other_with_it_and_is_passed_over()
    {
        var start = Instant.From(GatewayRig.Start);
        using (var audit = new AuditLog(path, NullLogger.Instance))
            audit.Write(Entry(start), _ => { });
        File.AppendAllText(path, "{\"at\":\"2026");

        using var again = new AuditLog(path, NullLogger.Instance);
        again.Write(Entry(start + Duration.FromHours(1)), _ => { });

        Assert.Equal(2, again.Read(null, 0, 10).Lines.Count);
        Assert.Single(again.Read(GatewayRig.Start.AddMinutes(1), 0, 10).Lines);
    }

    [Fact]
    public void Without_a_file_the_latest_lines_are_kept_and_pages_go_on_where_they_ended()
    {
        using var audit = new AuditLog(null, NullLogger.Instance);
        for (var i = 0; i < AuditLog.MostInMemory + 50; i++)
            audit.Write(Entry(Instant.From(GatewayRig.Start) + Duration.FromSeconds(i)), _ => { });

        var (first, next) = audit.Read(null, 0, 600);
        var (second, _) = audit.Read(null, next, 600);

        Assert.Equal((600, 400), (first.Count, second.Count));
        Assert.Contains("12:03:50.25", System.Text.Encoding.UTF8.GetString(first[0]), StringComparison.Ordinal);
    }

    private static AuditEntry Entry(Instant at) => new(at, "unknown", "127.0.0.1", "req_1", "attempt", "refused");
}
