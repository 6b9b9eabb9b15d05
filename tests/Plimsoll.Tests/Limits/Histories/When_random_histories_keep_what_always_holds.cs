namespace Plimsoll.Tests.Limits.Histories;

public class When_random_histories_keep_what_always_holds
{
    [Fact]
    public void Sums_add_up_one_request_overshoots_refunds_are_charges_and_reading_changes_nothing() =>
        RandomHistories.Take(Themes.Everything, 800, Invariants.Of)
            .AssertSeen(50, "admitted", "refused", "overshot", "Report", "Settle", "Release");
}
