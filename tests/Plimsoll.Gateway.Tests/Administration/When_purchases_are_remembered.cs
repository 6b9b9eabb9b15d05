using Plimsoll.Gateway.Administration;

namespace Plimsoll.Gateway.Tests.Administration;

public class When_purchases_are_remembered
{
    [Fact]
    public void Only_the_latest_are_and_only_those_that_succeeded()
    {
        var purchases = new Purchases(most: 2);

        Assert.Equal(PurchaseResult.NotOffered, purchases.Make("a", "1", () => false));
        Assert.Equal(PurchaseResult.Made, purchases.Make("a", "1", () => true));
        Assert.Equal(PurchaseResult.Made, purchases.Make("b", "1", () => true));
        Assert.Equal(PurchaseResult.AlreadyMade, purchases.Make("a", "1", () => true));
        Assert.Equal(PurchaseResult.Made, purchases.Make("c", "1", () => true));
        Assert.Equal(PurchaseResult.Made, purchases.Make("a", "1", () => true));
    }
}
