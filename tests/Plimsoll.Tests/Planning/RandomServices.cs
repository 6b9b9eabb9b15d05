using FsCheck;
using FsCheck.Fluent;

namespace Plimsoll.Tests.Planning;

/// <summary>Small services drawn at random, each with how much more of something there is to be, 1.01 to 3.</summary>
internal static class RandomServices
{
    public static Arbitrary<(SmallService Service, double More)> Pairs { get; } = (
        from accelerators in Gen.Choose(200, 6000)
        from added in Gen.Choose(0, 6000)
        from megawatts in Gen.Choose(1, 12)
        from users in Gen.Choose(50_000, 500_000)
        from appetite in Gen.Choose(100, 2_000)
        from more in Gen.Choose(101, 300)
        select (new SmallService
        {
            OldAccelerators = accelerators,
            NewAccelerators = added,
            NewMegawatts = megawatts,
            Users = users,
            SessionDemand = appetite * 1000.0,
        }, more / 100.0)).ToArbitrary();
}
