using Plimsoll.Gateway.Durability;
using Plimsoll.Storage;

namespace Plimsoll.Gateway.Tests.Durability;

public class When_a_batch_is_put_together
{
    [Fact]
    public void A_value_that_came_and_went_is_not_sent()
    {
        var (batch, key) = (new CommitBatch(), new StoredKey("a"));
        batch.Put(key, new byte[] { 1 });
        batch.Remove(key);
        Assert.True(batch.IsEmpty);
    }

    [Fact]
    public void What_is_there_with_another_version_was_committed()
    {
        var (batch, key) = (new CommitBatch(), new StoredKey("a", 3));
        batch.Put(key, new byte[] { 1 });
        Assert.False(batch.IsIn([new StoredValue("a", 3, new byte[] { 1 })]));
        Assert.False(batch.IsIn([new StoredValue("a", 4, new byte[] { 2 })]));
        Assert.True(batch.IsIn([new StoredValue("a", 4, new byte[] { 1 })]));
        Assert.Equal(4, key.Version);
    }

    [Fact]
    public void More_than_a_store_takes_goes_in_parts_reservations_before_scopes_and_removals_last()
    {
        var batch = new CommitBatch();
        batch.Remove(new StoredKey(StoreKeys.OfOpen(1), 7));
        for (var i = 0; i < StoreBatch.MostParts; i++)
            batch.Put(new StoredKey(StoreKeys.OfScope($"o{i}")), new byte[] { 1 });
        batch.Put(new StoredKey(StoreKeys.OfOpen(2)), new byte[] { 2 });
        var parts = batch.Parts().Select(part => part.ToStore()).ToList();
        Assert.All(parts, part => part.Check());
        Assert.Equal([StoreBatch.MostParts, 2], parts.Select(part => part.Changes.Length));
        Assert.Equal(StoreKeys.OfOpen(2), parts[0].Changes[0].Key);
        Assert.Null(parts[1].Changes[^1].Bytes);
    }

    [Fact]
    public void A_path_that_no_key_has_room_for_keeps_its_beginning_and_stays_another_than_others()
    {
        var (one, other) = (new string('é', 600), new string('é', 601));
        var keys = new[] { StoreKeys.OfScope(one), StoreKeys.OfScope(other), StoreKeys.OfScope("acme/alice") };
        Assert.All(keys, StoreBatch.CheckKey);
        Assert.Equal(3, keys.Distinct().Count());
        Assert.Equal("scope/acme/alice", keys[2]);
    }

    [Fact]
    public void Names_are_given_back_to_the_book_that_had_them()
    {
        var key = StoreKeys.OfName(3, 64, 255);
        Assert.Equal(3, StoreKeys.ShardOf(key, 64));
        Assert.Null(StoreKeys.ShardOf(key, 1));
        Assert.Equal((UInt128)255, StoreKeys.RequestOf(StoreKeys.OfOpen(255)));
    }
}
