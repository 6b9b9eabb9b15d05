using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits;

public class When_the_account_is_not_entitled
{
    private readonly Policy policy = Given.Rates();

    private string Reason(string? set, string modelClass = Given.Class) => Assert.IsType<Refusal.NotIncluded>(
        Carrying(set).Refused(policy, modelClass, Given.Input(1), Given.Start)).Reason;

    private static OneScope Carrying(string? set) =>
        new(ScopeLevel.Organization, set is null ? [] : [set], "api", Given.Start);

    [Fact]
    public void An_unknown_set_is_named() =>
        Assert.Contains("'team'", Reason("team"), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_class_is_named_to_a_plan() =>
        Assert.Contains("class 'gpt'", Reason("pro", "gpt"), StringComparison.Ordinal);

    [Fact]
    public void A_class_outside_the_tier_is_named() =>
        Assert.Contains("class 'gpt'", Reason("build", "gpt"), StringComparison.Ordinal);

    [Fact]
    public void A_scope_that_carries_nothing_is_told_so() =>
        Assert.Contains("carries a plan", Reason(null), StringComparison.Ordinal);

    [Theory]
    [InlineData("team")]
    [InlineData(null)]
    public void There_are_no_meters(string? set) =>
        Assert.Empty(Carrying(set).States(policy, null, Given.Start));
}
