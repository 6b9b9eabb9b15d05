using Plimsoll.Limits.Ledger;
using Plimsoll.Storage.Postgres;
using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Postgres;

/// <summary>A commit whose answer does not come, or comes from somewhere else.</summary>
public sealed class When_answers_are_lost(PostgresFixture postgres) : StoreConformance
{
    private static readonly PostgresPatience Patient = new() { Whole = TimeSpan.FromMinutes(1) };

    private static readonly PostgresPatience Impatient = new()
    {
        Attempt = TimeSpan.FromSeconds(1),
        Whole = TimeSpan.FromMilliseconds(100),
    };

    protected override ValueTask<IStore> OpenEmpty() => postgres.OpenEmpty();

    [Fact]
    public async Task A_commit_that_was_made_is_told_as_made_and_not_made_again()
    {
        await using var rig = await Rig.Start(postgres);
        rig.Proxy.Fault = FirstAnswer(NetworkFault.Cut);
        var result = Assert.IsType<CommitResult.Committed>(
            await rig.Store.Commit(new StoreBatch([StoreChange.Put("a", 0, Bytes("1"))], [Entry(1)]), Cancellation));
        Assert.Equal([true], result.IsNew);
        Assert.Equal(result.Version, (await One(rig.Store, "a")).Version);
        Assert.Single(await All(rig.Store.ReadEntries(LedgerPeriod.Ever, Cancellation)));
    }

    [Fact]
    public async Task A_conflict_is_told_as_a_conflict()
    {
        await using var rig = await Rig.Start(postgres);
        await Committed(rig.Store, StoreChange.Put("a", 0, Bytes("1")));
        rig.Proxy.Fault = FirstAnswer(NetworkFault.Cut);
        var result = await rig.Store.Commit(StoreBatch.Of(StoreChange.Put("a", 0, Bytes("2"))), Cancellation);
        Assert.Equal(["a"], Assert.IsType<CommitResult.Conflict>(result).Keys);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task An_exchange_whose_answers_are_cut_off_is_decided_and_made_once(int answer)
    {
        await using var rig = await Rig.Start(postgres);
        var (answers, decisions) = (0, 0);
        rig.Proxy.Fault = isAnswer => isAnswer && Interlocked.Increment(ref answers) == answer
            ? NetworkFault.Cut
            : NetworkFault.None;
        var result = await rig.Store.Exchange(
            new(["topic"], ["a"], values =>
            {
                decisions++;
                return new StoreBatch([StoreChange.Put("a", values[0].Version, Bytes("1"))], [Entry(1)]);
            }),
            Cancellation);
        Assert.Equal([true], Assert.IsType<CommitResult.Committed>(result).IsNew);
        Assert.Equal(1, decisions);
        Assert.Equal("1", Text(await One(rig.Store, "a")));
        Assert.Single(await All(rig.Store.ReadEntries(LedgerPeriod.Ever, Cancellation)));
    }

    [Fact]
    public async Task One_that_is_still_under_way_is_waited_for()
    {
        await using var rig = await Rig.Start(postgres);
        var made = await Committed(rig.Store, StoreChange.Put("a", 0, Bytes("1")));
        await using var other = await HeldLock.Take(rig.Server, rig.Database, "a");
        var commit = rig.Store.Commit(StoreBatch.Of(StoreChange.Put("a", made.Version, Bytes("2"))), Cancellation);
        await other.SomebodyWaits();
        rig.Proxy.CutAll();
        await other.Release();
        var result = Assert.IsType<CommitResult.Committed>(await commit);
        var now = await One(rig.Store, "a");
        Assert.Equal((result.Version, "2"), (now.Version, Text(now)));
    }

    [Fact]
    public async Task One_that_arrives_after_it_was_sent_again_changes_nothing()
    {
        await using var rig = await Rig.Start(postgres);
        var asked = 0;
        rig.Proxy.Fault = isAnswer =>
            !isAnswer && Interlocked.Increment(ref asked) == 1 ? NetworkFault.ArriveLate : NetworkFault.None;
        var first = await Committed(rig.Store, StoreChange.Put("a", 0, Bytes("1")));
        var second = await Committed(rig.Store, StoreChange.Put("a", first.Version, Bytes("2")));
        await Appended(rig.Store, Entry(1));
        Assert.Equal("2", Text(await One(rig.Store, "a")));
        Assert.Equal(second.Version, (await One(rig.Store, "a")).Version);
    }

    [Fact]
    public async Task It_says_that_the_outcome_is_not_known_when_no_answer_comes_at_all()
    {
        await using var rig = await Rig.Start(postgres, Impatient);
        rig.Proxy.Fault = isAnswer =>
        {
            rig.Proxy.IsDown = isAnswer;
            return isAnswer ? NetworkFault.Cut : NetworkFault.None;
        };
        var batch = new StoreBatch([StoreChange.Put("a", 0, Bytes("1"))], [Entry(1)]);
        var error = await Assert.ThrowsAsync<StoreException>(async () => await rig.Store.Commit(batch, Cancellation));
        Assert.Equal(StoreFault.Unknown, error.Fault);
        rig.Proxy.Fault = _ => NetworkFault.None;
        rig.Proxy.IsDown = false;
        Assert.Equal([false], (await Appended(rig.Store, Entry(1))).IsNew);
        Assert.Equal("1", Text(await One(rig.Store, "a")));
    }

    [Fact]
    public async Task It_says_that_nothing_was_changed_when_nobody_could_be_asked()
    {
        await using var rig = await Rig.Start(postgres, Impatient);
        rig.Proxy.IsDown = true;
        rig.Proxy.CutAll();
        // The first to ask finds that its connection is cut, and not whether it was heard.
        await Assert.ThrowsAsync<StoreException>(async () => await rig.Store.Now(Cancellation));
        var batch = StoreBatch.Of(StoreChange.Put("a", 0, Bytes("1")));
        var error = await Assert.ThrowsAsync<StoreException>(async () => await rig.Store.Commit(batch, Cancellation));
        Assert.Equal(StoreFault.Unavailable, error.Fault);
        Assert.Contains("127.0.0.1", error.Message, StringComparison.Ordinal);
        rig.Proxy.IsDown = false;
        Assert.False((await One(rig.Store, "a")).Exists);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_does_not_answer_is_not_waited_for_for_ever(bool isConnected)
    {
        await using var rig = await Rig.Start(postgres, Impatient);
        if (!isConnected)
            rig.Proxy.CutAll();
        rig.Proxy.Fault = _ => NetworkFault.Stall;
        var error = await Assert.ThrowsAsync<StoreException>(async () => await rig.Store.Now(Cancellation));
        Assert.Equal(StoreFault.Unavailable, error.Fault);
    }

    /// <summary>A fault for the first answer, and none from then on.</summary>
    private static Func<bool, NetworkFault> FirstAnswer(NetworkFault fault)
    {
        var answers = 0;
        return isAnswer => isAnswer && Interlocked.Increment(ref answers) == 1 ? fault : NetworkFault.None;
    }

    /// <summary>A store behind a proxy, in a database of its own.</summary>
    private sealed record Rig(
        PostgresServer Server, string Database, FaultyProxy Proxy, IStore Store) : IAsyncDisposable
    {
        public static async Task<Rig> Start(PostgresFixture postgres, PostgresPatience? patience = null)
        {
            var database = await postgres.Server.CreateDatabase();
            var proxy = new FaultyProxy(postgres.Server.Port);
            var address = postgres.Server.Address(database, proxy.Port) with { Connections = 2 };
            var store = await PostgresStore.Open(address, patience ?? Patient, Cancellation);
            return new Rig(postgres.Server, database, proxy, store);
        }

        public async ValueTask DisposeAsync()
        {
            await Store.DisposeAsync();
            await Proxy.DisposeAsync();
        }
    }
}
