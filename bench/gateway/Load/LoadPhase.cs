namespace Plimsoll.Bench.Gateway.Load;

/// <summary>Where a load is, and how it tells the process that started it.</summary>
internal sealed class LoadPhase
{
    /// <summary>Lines on standard output at which the starter reads the peer's CPU time.</summary>
    public const string Measuring = "measuring", Measured = "measured";

    private volatile bool isMeasuring;
    private volatile bool isOver;

    public bool IsMeasuring => isMeasuring;

    public bool IsOver => isOver;

    public void Measure()
    {
        isMeasuring = true;
        Console.WriteLine(Measuring);
    }

    public void End()
    {
        isMeasuring = false;
        isOver = true;
        Console.WriteLine(Measured);
    }
}
