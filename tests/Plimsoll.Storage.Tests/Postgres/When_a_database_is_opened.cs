using Plimsoll.Limits.Ledger;
using Plimsoll.Quantities;
using Plimsoll.Storage.Postgres;
using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>Tables that are made, known, or too new.</summary>
public sealed class When_a_database_is_opened(PostgresFixture postgres) : StoreConformance
{
    protected override ValueTask<IStore> OpenEmpty() => postgres.OpenEmpty();

    [Fact]
    public async Task Many_at_once_make_the_tables_once()
    {
        var database = await postgres.Server.CreateDatabase();
        var stores = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Task.Run(() => Open(database), Cancellation)));
        Assert.Equal(1, await postgres.Server.Ask<long>(database, "SELECT count(*) FROM plimsoll.migration"));
        await Committed(stores[0], StoreChange.Put("a", 0, Bytes("1")));
        Assert.Equal("1", Text(await One(stores[5], "a")));
        foreach (var store in stores)
            await store.DisposeAsync();
    }

    [Fact]
    public async Task What_is_there_is_there_when_it_is_opened_again()
    {
        var database = await postgres.Server.CreateDatabase();
        await using (var first = await Open(database))
            await first.Commit(new StoreBatch([StoreChange.Put("a", 0, Bytes("1"))], [Entry(1)]), Cancellation);
        await using var second = await Open(database);
        Assert.Equal("1", Text(await One(second, "a")));
        Assert.Single(await All(second.ReadEntries(LedgerPeriod.Ever, Cancellation)));
    }

    [Fact]
    public async Task Tables_of_a_newer_version_are_refused()
    {
        var database = await postgres.Server.CreateDatabase();
        await (await Open(database)).DisposeAsync();
        await postgres.Server.Execute(database, "INSERT INTO plimsoll.migration (number, name) VALUES (999, 'later')");
        var error = await Assert.ThrowsAsync<StoreException>(() => Open(database));
        Assert.Equal(StoreFault.Unreadable, error.Fault);
        Assert.Contains("found tables of version 999, expected at most 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_said_at_once()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => Open("nowhere"));
        Assert.Equal(StoreFault.Unreadable, error.Fault);
        Assert.Contains("database \"nowhere\" does not exist", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_in_another_encoding_is_refused()
    {
        await postgres.Server.Execute(
            "postgres", "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
        var error = await Assert.ThrowsAsync<StoreException>(() => Open("latin"));
        Assert.Contains("found a database in LATIN1, expected UTF8", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_ledger_lies_in_a_table_for_each_week()
    {
        var database = await postgres.Server.CreateDatabase();
        await using var store = await Open(database);
        for (var week = 0; week < 3; week++)
            await Appended(store, Entry(week + 1, at: Noon + Duration.FromHours(week * 168)));
        Assert.Equal(3, await postgres.Server.Ask<long>(database, "SELECT count(*) FROM plimsoll.week"));
        Assert.Equal(3, await postgres.Server.Ask<long>(database, "SELECT count(*) FROM plimsoll.ledger"));
        Assert.Equal(1, await store.DropEntries(Noon + Duration.FromHours(100), Cancellation));
        Assert.Equal(3, (await All(store.ReadUsage(LedgerPeriod.Ever, Cancellation))).Sum(sum => sum.Requests));
    }

    private Task<PostgresStore> Open(string database) =>
        PostgresStore.Open(postgres.Server.Address(database), PostgresPatience.Default, Cancellation);
}
