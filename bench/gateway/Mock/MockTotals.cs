namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>What the mock says that it produced: the truth that a ledger is compared with.</summary>
internal sealed class MockTotals
{
    private long answers;
    private long input;
    private long output;

    public void Add(long inputTokens, long outputTokens)
    {
        Interlocked.Increment(ref answers);
        Interlocked.Add(ref input, inputTokens);
        Interlocked.Add(ref output, outputTokens);
    }

    public TokenTotals Read() =>
        new(Interlocked.Read(ref answers), Interlocked.Read(ref input), Interlocked.Read(ref output));
}
