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
        var found = KeyFile.Load(path).Find(key);
        Assert.Equal(ring.Keys.Single(), found);
        Assert.Null(KeyFile.Load(path).Find(key + "x"));
    }

    [Fact]
    public void A_revoked_key_lets_nobody_in()
    {
        var (ring, first) = KeyRing.Empty.Add("alice", "pro", null, "claude-code", Now);
        (ring, var second) = ring.Add("bob", null, "start", "api", Now);

        var left = ring.Revoke("alice")!;

        Assert.Null(left.Find(first));
        Assert.Equal("bob", left.Find(second)!.Name);
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
