namespace Plimsoll.Gateway.Tests.Metering.Exactness;

/// <summary>How a request is to end.</summary>
internal enum PlannedEnd
{
    Completes,
    CompletesWhole,
    BreaksOff,
    TellsAnError,
    ClientLeaves,
    ClientLeavesAtOnce,
    RefusedAtFirst,
    FailsAtFirst,
    RefusedByAll,
    FailsAtAll,
}

/// <summary>What one request is to meet, drawn from a seed.</summary>
/// <param name="Number">Which request.</param>
/// <param name="End">How it ends.</param>
/// <param name="Input">Uncached input that the upstream reads.</param>
/// <param name="Cached">Input that it reads from its cache.</param>
/// <param name="Output">Tokens that it writes, if it is let.</param>
/// <param name="Until">Tokens after which it is cut, where it is.</param>
/// <param name="TellsOnTheWay">Whether an upstream of chunks tells its usage with each.</param>
internal sealed record StreamPlan(
    int Number, PlannedEnd End, int Input, int Cached, int Output, int Until, bool TellsOnTheWay)
{
    public static StreamPlan Draw(Random random, int number)
    {
        var end = random.Next(100) switch
        {
            < 40 => PlannedEnd.Completes,
            < 50 => PlannedEnd.CompletesWhole,
            < 58 => PlannedEnd.BreaksOff,
            < 64 => PlannedEnd.TellsAnError,
            < 78 => PlannedEnd.ClientLeaves,
            < 82 => PlannedEnd.ClientLeavesAtOnce,
            < 90 => PlannedEnd.RefusedAtFirst,
            < 95 => PlannedEnd.FailsAtFirst,
            < 98 => PlannedEnd.RefusedByAll,
            _ => PlannedEnd.FailsAtAll,
        };
        return Draw(random, number, end);
    }

    public static StreamPlan Draw(Random random, int number, PlannedEnd end)
    {
        var output = random.Next(1, 25);
        var (input, cached, until) = (random.Next(1, 5000), random.Next(3) * 64, random.Next(output + 1));
        return new StreamPlan(number, end, input, cached, output, until, random.Next(2) == 0);
    }

    /// <summary>Tokens that are written in the end.</summary>
    public int Produced => IsCut ? Until : Output;

    /// <summary>Whether it is cut before its end.</summary>
    public bool IsCut => End is PlannedEnd.BreaksOff or PlannedEnd.TellsAnError or PlannedEnd.ClientLeaves;

    /// <summary>Whether nobody ever writes anything for it.</summary>
    public bool IsInVain => End is PlannedEnd.ClientLeavesAtOnce or PlannedEnd.RefusedByAll or PlannedEnd.FailsAtAll;

    /// <summary>Whether a failure before any output makes it free.</summary>
    public bool IsFree(bool tellsInput) => IsInVain || (Until == 0 && End switch
    {
        PlannedEnd.BreaksOff or PlannedEnd.TellsAnError => true,
        PlannedEnd.ClientLeaves => !tellsInput,
        _ => false,
    });
}
