namespace Plimsoll.Tests.Limits.Histories;

/// <summary>Histories about one kind of limit each. With those of whole books they are 11,000.</summary>
public class When_random_histories_meet_the_naive_reference
{
    private static Tally Compare(Theme theme, int histories) =>
        RandomHistories.Take(theme, histories, Comparison.Of);

    [Fact]
    public void Buckets_agree() => Compare(Themes.Buckets, 1700).AssertSeen(200,
        "Admitted", "NotIncluded", "Requests binds", "InputTokens binds", "OutputTokens binds", "never", "later");

    [Fact]
    public void Windows_agree() => Compare(Themes.Windows, 1700).AssertSeen(200,
        "Admitted", "Session binds", "Week binds", "Spend binds", "Concurrency binds", "never", "later");

    [Fact]
    public void Growth_and_lanes_agree() => Compare(Themes.Lanes, 1300).AssertSeen(100,
        "Admitted", "Acceleration binds", "downgraded", "Concurrency binds", "Requests binds", "never", "later");

    [Fact]
    public void Overage_agrees() => Compare(Themes.Overage, 1200).AssertSeen(25,
        "overage paid", "overage NotOffered", "overage Available", "overage Disabled", "overage NeedsConsent",
        "overage OutOfCredit", "overage CapReached", "SetOverage True", "SetOverage False", "SetConsent True",
        "Buy True");
}
