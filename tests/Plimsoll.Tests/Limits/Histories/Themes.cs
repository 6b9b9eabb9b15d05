using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>The themes of random histories.</summary>
internal static class Themes
{
    private static readonly Gen<Duration> shortLives = Gen.Elements(
        Duration.FromSeconds(20), Duration.FromMinutes(2), Duration.FromMinutes(10), Duration.FromHours(6));

    private static readonly Gen<Lane> allLanes = Gen.Frequency(
        (4, Gen.Constant(Lane.Standard)), (3, Gen.Constant(Lane.Priority)), (2, Gen.Constant(Lane.Batch)));

    private static readonly Gen<int> ids = Gen.Choose(0, 12);
    private static readonly Gen<int> fewIds = Gen.Choose(0, 6);

    public static Theme Buckets { get; } = new()
    {
        Sets = ["build", "rates"],
        Usages = Theme.HugeUsage,
        Acts = [(10, Act.Reserve), (6, Act.Settle), (2, Act.Release), (2, Act.Report)],
    };

    public static Theme Windows { get; } = new()
    {
        Sets = ["pro", "caps", "windows"],
        Acts = [(10, Act.Reserve), (6, Act.Settle), (2, Act.Release), (2, Act.Report)],
    };

    public static Theme Hierarchy { get; } = new()
    {
        Sets = ["pro", "build", "caps", "windows", "rates"],
        Shapes = ScopeShapes.Large,
        Acts = [(12, Act.Reserve), (6, Act.Settle), (2, Act.Release), (1, Act.Report)],
    };

    public static Theme Lanes { get; } = new()
    {
        Sets = ["lanes", "growth", "build"],
        Acts = [(10, Act.Reserve), (6, Act.Settle), (2, Act.Release), (1, Act.Report)],
        Lanes = allLanes,
        Lives = shortLives,
    };

    public static Theme Lives { get; } = new()
    {
        Sets = ["pro", "rates", "windows"],
        Acts =
        [
            (16, Act.Reserve), (6, Act.Settle), (4, Act.Release), (5, Act.Report), (2, Act.Reset),
            (1, Act.ResetEverybody), (6, Act.UseGrant),
        ],
        Lives = shortLives,
        Ids = fewIds,
        MostSteps = 40,
    };

    public static Theme Changes { get; } = new()
    {
        Sets = ["pro", "max", "rates", "build", "caps", "windows"],
        Acts =
        [
            (12, Act.Reserve), (6, Act.Settle), (2, Act.Release), (2, Act.Report), (1, Act.Change), (1, Act.Adopt),
            (1, Act.Add),
        ],
        Versions = 3,
        Lives = shortLives,
    };

    public static Theme Overage { get; } = new()
    {
        Sets = ["pro", "overage", "overage", "windows"],
        MostSets = 3,
        Acts =
        [
            (14, Act.Reserve), (6, Act.Settle), (2, Act.Release), (1, Act.Report), (4, Act.SetOverage),
            (3, Act.SetConsent), (2, Act.Buy),
        ],
    };

    public static Theme Everything { get; } = new()
    {
        Sets =
        [
            "pro", "pro", "max", "rates", "build", "caps", "windows", "growth", "lanes",
            "overage", "overage", "overage",
        ],
        MostSets = 3,
        Shapes = [.. ScopeShapes.Large, .. ScopeShapes.Small],
        Acts =
        [
            (20, Act.Reserve), (8, Act.Settle), (3, Act.Release), (3, Act.Report), (1, Act.Change), (1, Act.Adopt),
            (1, Act.Reset), (1, Act.ResetEverybody), (1, Act.UseGrant), (4, Act.SetOverage), (2, Act.SetConsent),
            (1, Act.Buy), (1, Act.Add),
        ],
        Versions = 2,
        Lanes = allLanes,
        Lives = shortLives,
        Ids = ids,
        MostSteps = 40,
    };
}
