using Plimsoll.Limits.Estimates;

namespace Plimsoll.Tests.Limits.Estimates;

public class When_there_are_more_accounts_than_room
{
    private const int Capacity = 1024;
    private readonly UsageEstimator estimator = new(new EstimateTerms { Capacity = Capacity });

    [Fact]
    public void No_more_are_kept_than_there_is_room_for()
    {
        for (ulong account = 0; account < 20 * Capacity; account++)
            estimator.Serves(account, written: 10);
        Assert.InRange(estimator.Count, Capacity * 95 / 100, Capacity);
    }

    [Fact]
    public void While_there_is_room_hardly_any_is_given_up()
    {
        var roomy = new UsageEstimator(new EstimateTerms { Capacity = 1 << 20 });
        for (ulong account = 1; account <= 50_000; account++)
        {
            roomy.Serves(account, written: 10);
            Assert.InRange((ulong)roomy.Count, account * 98 / 100, account);
        }
    }

    [Fact]
    public void Those_used_again_stay_while_those_used_once_come_and_go()
    {
        const int regulars = Capacity / 8;
        for (ulong once = 1_000_000; once < 1_000_000 + (50 * Capacity); once++)
        {
            estimator.Serves(once % regulars, written: 10);
            estimator.Serves(once, written: 10);
        }

        var kept = Enumerable.Range(0, regulars)
            .Count(account => estimator.Error((ulong)account, Habits.Class) is { Samples: > 200 });
        Assert.InRange(kept, regulars * 9 / 10, regulars);
    }

    [Fact]
    public void One_that_was_given_up_is_estimated_by_its_class_again()
    {
        for (var i = 0; i < 100; i++)
            estimator.Serves(account: 1, written: 10_000);
        for (ulong account = 2; account < 20 * Capacity; account++)
            estimator.Serves(account, written: 100);
        Assert.Null(estimator.Error(account: 1, Habits.Class));
        Assert.InRange(estimator.Expects(account: 1), 100, 110);
    }

    [Fact]
    public void The_same_history_gives_up_the_same_accounts()
    {
        static IEnumerable<long?> Run()
        {
            var estimator = new UsageEstimator(new EstimateTerms { Capacity = 64 });
            foreach (var account in Habits.Drawn(5000, most: 200))
                estimator.Serves((ulong)account, written: account);
            return Enumerable.Range(0, 201)
                .Select(account => estimator.Error((ulong)account, Habits.Class)?.Samples)
                .ToList();
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Accounts_whose_numbers_differ_in_their_highest_bits_alone_share_the_room()
    {
        for (ulong account = 0; account < Capacity / 2; account++)
            estimator.Serves(account << 48, written: 10);
        Assert.InRange(estimator.Count, Capacity * 45 / 100, Capacity / 2);
    }
}
