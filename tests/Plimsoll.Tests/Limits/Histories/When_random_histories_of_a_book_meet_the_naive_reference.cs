namespace Plimsoll.Tests.Limits.Histories;

/// <summary>Histories in which much happens to a book at once.</summary>
public class When_random_histories_of_a_book_meet_the_naive_reference
{
    private static Tally Compare(Theme theme, int histories) =>
        RandomHistories.Take(theme, histories, Comparison.Of);

    [Fact]
    public void Hierarchies_agree() => Compare(Themes.Hierarchy, 1200).AssertSeen(100,
        "Admitted", "NotIncluded", "Session binds", "Week binds", "Spend binds", "Concurrency binds",
        "InputTokens binds", "never", "later");

    [Fact]
    public void Lives_of_reservations_agree() => Compare(Themes.Lives, 1300).AssertSeen(40,
        "Repeated", "Duplicate", "Report True", "Report False", "Settle True", "Settle False", "Release True",
        "Release False", "Reset True", "Reset False", "ResetEverybody True", "ResetEverybody False", "UseGrant Reset",
        "UseGrant AlreadyUsed", "UseGrant Ineligible", "UseGrant Cooldown", "UseGrant NotLimited",
        "UseGrant Unavailable");

    [Fact]
    public void Policy_changes_agree() => Compare(Themes.Changes, 1700).AssertSeen(200,
        "Admitted", "NotIncluded", "Session binds", "Week binds", "InputTokens binds", "Change ", "Adopt ",
        "Add Workspace", "never", "later");

    [Fact]
    public void Everything_together_agrees() => Compare(Themes.Everything, 900).AssertSeen(5,
        "Admitted", "NotIncluded", "overage paid", "downgraded", "Repeated", "Duplicate", "Acceleration binds",
        "Session binds", "Week binds", "Spend binds", "InputTokens binds", "Concurrency binds", "never", "later");
}
