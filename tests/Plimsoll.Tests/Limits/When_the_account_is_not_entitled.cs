using Plimsoll.Limits;

namespace Plimsoll.Tests.Limits;

public class When_the_account_is_not_entitled
{
    private readonly Policy policy = Given.Rates();

    private string Reason(string? plan, string? tier, string modelClass = Given.Class)
    {
        var account = new Account(new AccountTerms(plan, tier, "api", Given.Start));
        return Assert.IsType<Decision.NotIncluded>(
            account.Reserve(policy, modelClass, Given.Input(1), Given.Start)).Reason;
    }

    [Fact]
    public void An_unknown_plan_is_named() =>
        Assert.Contains("plan 'team'", Reason("team", null), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_tier_is_named() =>
        Assert.Contains("tier 'free'", Reason(null, "free"), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_class_is_named_to_a_plan() =>
        Assert.Contains("class 'gpt'", Reason("pro", null, "gpt"), StringComparison.Ordinal);

    [Fact]
    public void A_class_outside_the_tier_is_named() =>
        Assert.Contains("class 'gpt'", Reason(null, "build", "gpt"), StringComparison.Ordinal);

    [Fact]
    public void Neither_plan_nor_tier_is_said() =>
        Assert.Contains("neither a plan nor a tier", Reason(null, null), StringComparison.Ordinal);

    [Theory]
    [InlineData("team", null)]
    [InlineData(null, "free")]
    [InlineData(null, null)]
    public void There_are_no_meters(string? plan, string? tier)
    {
        var account = new Account(new AccountTerms(plan, tier, "api", Given.Start));
        Assert.Empty(account.States(policy, null, Given.Start));
    }
}
