namespace Plimsoll.Simulation.Vidur;

/// <summary>
/// The sequences of a replica that get a token each whenever it decodes, in Vidur's order. All of them advance
/// together, so that a step costs the same however many they are: a sequence keeps what does not change, its tokens
/// less the steps taken when it joined, and its last step.
/// </summary>
internal sealed class VidurDecodes
{
    private readonly int blockSize;
    private readonly int[] requests;
    private readonly int[] bases;

    // Past the sequences it holds the largest number, so that the least of all is the least of theirs.
    private readonly int[] ends;

    // Sequences by their base modulo the block size: those at Phase need a block in the next step.
    private readonly int[] byPhase;
    private long sum;

    public VidurDecodes(int capacity, int blockSize)
    {
        this.blockSize = blockSize;
        (requests, bases, ends) = (new int[capacity], new int[capacity], new int[capacity]);
        ends.AsSpan().Fill(int.MaxValue);
        byPhase = new int[blockSize];
        Phase = 1 % blockSize;
    }

    public int Count { get; private set; }

    /// <summary>Steps taken since the replica started.</summary>
    public int Steps { get; private set; }

    /// <summary>Step at whose end a sequence has all of its tokens; none has before.</summary>
    public int FirstEnd { get; private set; } = int.MaxValue;

    /// <summary>Base modulo the block size of the sequences that need a block in the next step.</summary>
    public int Phase { get; private set; }

    public ReadOnlySpan<int> ByPhase => byPhase;

    /// <summary>Tokens in the caches of all sequences.</summary>
    public long Context => sum + ((long)Count * Steps);

    /// <summary>Blocks that the next step needs.</summary>
    public int BlocksNeeded => byPhase[Phase];

    public int Request(int index) => requests[index];

    public int Tokens(int index) => bases[index] + Steps;

    public bool NeedsBlock(int index) => Tokens(index) % blockSize == 1 % blockSize;

    /// <summary>Takes steps at whose ends no sequence has all of its tokens.</summary>
    public void Advance(int steps, int phase)
    {
        Steps += steps;
        Phase = phase;
    }

    /// <summary>Takes a step.</summary>
    public void Advance() => Advance(1, Phase == 0 ? blockSize - 1 : Phase - 1);

    public void Insert(int index, int request, int tokens, int total)
    {
        Open(requests, index)[index] = request;
        Open(bases, index)[index] = tokens - Steps;
        Open(ends, index)[index] = total - tokens + Steps;
        FirstEnd = Math.Min(FirstEnd, ends[index]);
        sum += bases[index];
        byPhase[PhaseOf(bases[index])]++;
        Count++;
    }

    public void RemoveAt(int index)
    {
        sum -= bases[index];
        byPhase[PhaseOf(bases[index])]--;
        var ended = ends[index];
        Close(requests, index);
        Close(bases, index);
        Close(ends, index);
        Count--;
        ends[Count] = int.MaxValue;
        if (ended == FirstEnd)
            FirstEnd = ends.Min();
    }

    /// <summary>Index of a sequence that has all of its tokens; -1 when none has.</summary>
    public int Ended() => FirstEnd == Steps ? ends.AsSpan(0, Count).IndexOf(Steps) : -1;

    private int PhaseOf(int number)
    {
        var rest = number % blockSize;
        return rest < 0 ? rest + blockSize : rest;
    }

    private int[] Open(int[] values, int index)
    {
        values.AsSpan(index, Count - index).CopyTo(values.AsSpan(index + 1));
        return values;
    }

    private void Close(int[] values, int index) =>
        values.AsSpan(index + 1, Count - index - 1).CopyTo(values.AsSpan(index));
}
