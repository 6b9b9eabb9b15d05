using Plimsoll.Storage.Postgres;
using Plimsoll.Storage.Tests.Conformance;

namespace Plimsoll.Storage.Tests.Postgres;

public sealed class When_several_talk_about_one_topic(PostgresFixture postgres) : ExchangeConformance
{
    protected override ValueTask<IStore> OpenEmpty() => postgres.OpenEmpty();

    [Fact]
    public async Task None_meets_the_commit_of_another()
    {
        var database = await postgres.Server.CreateDatabase();
        await using var one = await Open(database, PostgresPatience.Default);
        await using var other = await Open(database, PostgresPatience.Default);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(client => Task.Run(
            async () =>
            {
                for (var done = 0; done < 25; done++)
                    Assert.True(await AddOne(client % 2 == 0 ? one : other, "topic", "n"));
            },
            Cancellation)));
        Assert.Equal("150", Text(await One(one, "n")));
    }

    [Fact]
    public async Task Two_that_name_their_topics_in_another_order_do_not_wait_for_each_other_for_ever()
    {
        await using var store = await OpenEmpty();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(client => Task.Run(
            async () =>
            {
                for (var done = 0; done < 25; done++)
                {
                    Assert.Null(await store.Exchange(
                        new(client % 2 == 0 ? ["a", "b"] : ["b", "a"], ["n"], _ => null), Cancellation));
                }
            },
            Cancellation)));
    }

    [Fact]
    public async Task One_that_stands_still_keeps_the_others_waiting_for_half_an_attempt()
    {
        var database = await postgres.Server.CreateDatabase();
        var patience = new PostgresPatience { Attempt = TimeSpan.FromSeconds(2) };
        await using var still = await Open(database, patience);
        await using var others = await Open(database, patience);
        var (begun, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var stands = Task.Run(
            () => still.Exchange(
                new(["topic"], ["n"], values =>
                {
                    begun.SetResult();
                    goesOn.Task.Wait(Cancellation);
                    return StoreBatch.Of(StoreChange.Put("n", values[0].Version, Bytes("late")));
                }),
                Cancellation).AsTask(),
            Cancellation);
        await begun.Task;
        Assert.True(await AddOne(others, "topic", "n"));

        // It was waited for no longer, and what it decided rests on what is no more.
        goesOn.SetResult();
        Assert.IsType<CommitResult.Conflict>(await stands);
        Assert.Equal("1", Text(await One(others, "n")));
        Assert.True(await AddOne(still, "topic", "n"));
    }

    private Task<PostgresStore> Open(string database, PostgresPatience patience) =>
        PostgresStore.Open(postgres.Server.Address(database), patience, Cancellation);
}
