using Plimsoll.Gateway.Keys;

namespace Plimsoll.Gateway.Tests.Keys;

public sealed class When_keys_are_kept_in_a_file : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 12, 0, 0, TimeSpan.Zero);

    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(path);

    [Fact]
    public void The_file_holds_no_key_and_still_lets_the_key_in()
    {
        var (ring, key) = KeyRing.Empty.Add("alice", "pro", null, "claude-code", Now);
        KeyFile.Save(path, ring);

        Assert.StartsWith("plm-", key);
        var text = File.ReadAllText(path);
        Assert.DoesNotContain(key, text, StringComparison.Ordinal);
        Assert.DoesNotContain(key["plm-".Length..], text, StringComparison.Ordinal);
        Assert.Contains("\"week-anchor\"", text, StringComparison.Ordinal);
        var found = KeyFile.Load(path).Find(key, Now);
        Assert.Equal(ring.Keys.Single(), found);
        Assert.Null(KeyFile.Load(path).Find(key + "x", Now));
    }

    [Fact]
    public void A_revoked_key_lets_nobody_in()
    {
        var (ring, first) = KeyRing.Empty.Add("alice", "pro", null, "claude-code", Now);
        (ring, var second) = ring.Add("bob", null, "start", "api", Now);

        var left = ring.Revoke("alice")!;

        Assert.Null(left.Find(first, Now));
        Assert.Equal("bob", left.Find(second, Now)!.Name);
        Assert.Null(left.Revoke("alice"));
    }

    [Theory]
    [InlineData("{", "is not a key file")]
    [InlineData("""{"keys":[{"name":"a"}]}""", "hash")]
    [InlineData("""{"keys":[],"other":1}""", "other")]
    [InlineData("""{"keys":[null]}""", "found null")]
    [InlineData("null", "found null")]
    public void A_file_that_is_none_is_refused_with_the_reason(string text, string reason)
    {
        File.WriteAllText(path, text);

        var refused = Assert.Throws<InvalidDataException>(() => KeyFile.Load(path));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n \"keys\": [],,", "Not valid JSON at line 2, byte 13.")]
    [InlineData("{\"keys\":[],\n\"keys\":[]}", "keys: is given twice, again at line 2, byte 1.")]
    [InlineData("{\"keys\":[{\"name\":null}]}", "keys[0].name: found null; expected a text.")]
    [InlineData("{\"keys\":[],\"scopes\":[{\"scope\":1}]}", "scopes[0].scope: found 1; expected a text.")]
    [InlineData("{\"keys\":{}}", "keys: found {}; expected a list.")]
    [InlineData("[]", "found []; expected an object.")]
    public void A_fault_in_the_file_is_told_with_its_place(string text, string told)
    {
        File.WriteAllText(path, text);

        var refused = Assert.Throws<InvalidDataException>(() => KeyFile.Load(path));

        Assert.Contains(told, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_whose_week_begins_when_no_instant_is_or_whose_names_no_log_holds_is_refused()
    {
        var text = """
            {"keys":[{"name":"a","hash":"HASH","plan":"pro","product":"PRODUCT","week-anchor":"9000-01-01T00:00:00Z",
            "created":"2026-05-06T12:00:00Z"}]}
            """;
        File.WriteAllText(path, text.Replace("HASH", KeyRing.HashOf("a"), StringComparison.Ordinal)
            .Replace("PRODUCT", new string('p', 300), StringComparison.Ordinal));

        var refused = Assert.Throws<InvalidDataException>(() => KeyFile.Load(path));

        Assert.Contains("week-anchor 9000-01-01 00:00:00Z: expected a year from 1678", refused.Message);
        Assert.Contains("has product 'ppp", refused.Message);
        Assert.DoesNotContain(new string('p', 100), refused.Message);
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Names_are_as_long_as_a_limit_log_holds(int length, bool isTaken)
    {
        var name = new string('n', length);
        Action[] all =
        [
            () => KeyRing.Empty.Add(name, "pro", null, "chat", Now),
            () => KeyRing.Empty.Add("a", "pro", null, name, Now),
            () => KeyRing.Empty.Add("a", null, "start", "api", Now, new KeyPlace(name)),
            () => KeyRing.Empty.Add("a", null, "start", "api", Now, new KeyPlace("acme", name)),
            () => KeyRing.Empty.Add("a", null, "start", "api", Now, new KeyPlace("acme", null, name)),
        ];

        foreach (var add in all)
        {
            if (isTaken)
                add();
            else
                Assert.Contains("1 to 256", Assert.Throws<ArgumentException>(add).Message);
        }

        Assert.Throws<ArgumentException>(() => KeyRing.Empty.Add("a\ud800", "pro", null, "chat", Now));
    }

    [Fact]
    public void A_name_is_given_once_and_a_key_has_a_plan_or_a_tier()
    {
        var (ring, _) = KeyRing.Empty.Add("alice", "pro", null, "claude-code", Now);

        Assert.Throws<ArgumentException>(() => ring.Add("alice", "pro", null, "claude-code", Now));
        Assert.Throws<ArgumentException>(() => ring.Add("bob", "pro", "start", "claude-code", Now));
        Assert.Throws<ArgumentException>(() => ring.Add("bob", null, null, "claude-code", Now));
        Assert.Throws<ArgumentException>(() => ring.Add(" ", "pro", null, "claude-code", Now));
    }

    [Fact]
    public async Task Changes_at_the_same_time_lose_no_key()
    {
        var changes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() =>
        {
            try
            {
                KeyFile.Change(path, ring => ring.Add($"key-{i}", "pro", null, "claude-code", Now).Ring);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        })));

        Assert.Equal(changes.Count(kept => kept), KeyFile.Load(path).Keys.Length);
        Assert.Contains(true, changes);
    }

    [Fact]
    public void On_Unix_only_its_owner_reads_the_file()
    {
        if (OperatingSystem.IsWindows())
            return;
        KeyFile.Save(path, KeyRing.Empty);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }
}
