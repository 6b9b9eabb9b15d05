using System.Text.Json;
using Plimsoll.Storage;
using Plimsoll.Storage.Embedded;

namespace Plimsoll.Cli.Tests.Commands;

public sealed class When_a_store_is_looked_after : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("plimsoll-store-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Store => Path.Combine(folder, "state");

    [Fact]
    public async Task It_is_checked_shown_and_copied_while_it_is_open_and_compacted_once_it_is_not()
    {
        await using (var store = EmbeddedStore.Open(Store, TimeProvider.System))
        {
            var account = StoreChange.Put("scope/acme", 0, new byte[1000]);
            var reservation = StoreChange.Put("open/g1/1", 0, new byte[10]);
            await store.Commit(StoreBatch.Of(account, reservation), Cancellation);
            var (exit, output, _) = Cli.Run("store", "check", Store);
            Assert.Equal(ExitCode.Ok, exit);
            Assert.Contains("is whole: version 1, 2 values, 0 entries", output);

            var copy = Path.Combine(folder, "copy");
            Assert.Equal(ExitCode.Ok, Cli.Run("store", "backup", Store, copy).Exit);
            Assert.Contains("2 values", Cli.Run("store", "check", copy).Output);
            var (again, _, error) = Cli.Run("store", "backup", Store, copy);
            Assert.Equal(ExitCode.InvalidInput, again);
            Assert.Contains("expected an empty folder", error);

            (exit, _, error) = Cli.Run("store", "compact", Store);
            Assert.Equal(ExitCode.InvalidInput, exit);
            Assert.Contains("another process has this store", error);
        }

        Assert.Equal(ExitCode.Ok, Cli.Run("store", "compact", Store).Exit);
        var shown = JsonDocument.Parse(Cli.Run("store", "show", Store, "--json").Output).RootElement;
        Assert.True(shown.GetProperty("closed").GetBoolean());
        var kinds = shown.GetProperty("values").EnumerateArray().Select(value => value.GetProperty("kind").GetString());
        Assert.Equal(["open", "scope"], kinds);
        Assert.Contains("closed in order", Cli.Run("store", "show", Store).Output);
    }

    [Fact]
    public async Task Damage_is_told_and_the_exit_code_says_so()
    {
        await using (var store = EmbeddedStore.Open(Store, TimeProvider.System))
            await store.Commit(StoreBatch.Of(StoreChange.Put("a", 0, new byte[9])), Cancellation);
        var log = Directory.EnumerateFiles(Store, "log-*").Single();
        var bytes = await File.ReadAllBytesAsync(log, Cancellation);
        bytes[550] ^= 1;
        await File.WriteAllBytesAsync(log, bytes, Cancellation);
        var (exit, _, error) = Cli.Run("store", "check", Store);
        Assert.Equal(ExitCode.NotSo, exit);
        Assert.Contains(log, error);
        Assert.Contains("Restore the folder from a backup", error);
    }

    [Fact]
    public void A_folder_without_a_store_is_wrong_input()
    {
        foreach (var verb in new[] { "check", "show", "compact" })
        {
            var (exit, _, error) = Cli.Run("store", verb, folder);
            Assert.Equal(ExitCode.InvalidInput, exit);
            Assert.Equal($"path: found no store in {folder}, expected the folder of one.\n", error);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
