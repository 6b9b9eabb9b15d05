namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// Which of many numbers is the least, the first on ties: a tournament, in which a changed number plays its way up
/// again.
/// </summary>
internal sealed class VidurWinners
{
    private readonly double[] keys;
    private readonly int[] winners;
    private readonly int leaves;

    public VidurWinners(int count, double initial)
    {
        leaves = 1;
        while (leaves < count)
            leaves *= 2;
        keys = new double[leaves];
        keys.AsSpan(0, count).Fill(initial);
        keys.AsSpan(count).Fill(double.PositiveInfinity);
        winners = new int[leaves * 2];
        for (var i = 0; i < leaves; i++)
            winners[leaves + i] = i;
        for (var node = leaves - 1; node > 0; node--)
            Play(node);
    }

    /// <summary>Index of the least.</summary>
    public int Index => winners[1];

    /// <summary>The least.</summary>
    public double Key => keys[winners[1]];

    public void Set(int index, double key)
    {
        if (keys[index] == key)
            return;
        keys[index] = key;
        for (var node = (leaves + index) / 2; node > 0; node /= 2)
            Play(node);
    }

    private void Play(int node)
    {
        var (left, right) = (winners[node * 2], winners[(node * 2) + 1]);
        winners[node] = keys[right] < keys[left] ? right : left;
    }
}
