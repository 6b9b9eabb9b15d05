namespace Plimsoll.Simulation.Tests.Stores;

/// <summary>The bounded form of the <c>stores</c> command.</summary>
public class When_several_gateways_share_a_store
{
    private const int Seeds = 1000;

    [Fact]
    public void It_admits_no_more_than_one_book_would_and_counts_everything_once_whatever_goes_wrong()
    {
        var soak = new StoreSoak();
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            if (soak.Fails(seed) is { } failure)
                Assert.Fail(failure);
        }

        // The cases reach what they are meant to reach.
        string[] meant =
        [
            "Admitted", "Died", "act: AdoptPolicy", "act: ResetAll", "act: ResetOne", "fault: Cut", "fault: Killed",
            "fault: Paused", "fault: StoreGone", "lease for many", "lease for one", "note of an ended lease",
            "refused by Concurrency", "refused by InputTokens", "refused by OutputTokens", "refused by Requests",
            "refused by Session", "refused by Spend", "refused by Week",
        ];
        Assert.DoesNotContain(meant, what => soak.Reached.GetValueOrDefault(what) < 50);
    }
}
