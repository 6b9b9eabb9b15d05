namespace Plimsoll.Simulation.Workloads;

/// <summary>
/// Names for the blocks of one conversation's prompts, each of which begins with what was said before. A name stands
/// for the same text in every prompt that has it, whether a prompt ends within it or not. Not safe for concurrent use.
/// </summary>
/// <param name="block">Tokens that a name stands for. 1 or more.</param>
public sealed class PromptNames(int block)
{
    private const int LongestBeginning = 1 << 24;

    private long[] names = [];
    private int count;
    private int tokens;

    /// <summary>Begins the conversation with a text that others begin with too, such as a system prompt.</summary>
    /// <param name="beginning">Number of that text. 0 or more.</param>
    /// <param name="length">Its tokens, as far as whole blocks go. 0 or more.</param>
    public void Begin(long beginning, int length)
    {
        count = Math.Min(length, LongestBeginning) / block;
        names = new long[count + 1];
        for (var i = 0; i < count; i++)
            names[i] = -1 - (beginning * LongestBeginning) - i;
        tokens = count * block;
    }

    /// <summary>
    /// Names of the next prompt. They are not changed by later calls, and share memory with them where they can.
    /// </summary>
    /// <param name="shared">Tokens that it has in common with the prompt before. 0 or more.</param>
    /// <param name="total">All its tokens, not fewer.</param>
    /// <param name="next">The next name that nobody has, 0 or more; counted up.</param>
    public ReadOnlyMemory<long> Extend(int shared, int total, ref long next)
    {
        if (shared < tokens)
        {
            // What follows is said anew: the names after it belong to another text.
            count = shared / block;
            names = names.AsSpan(0, count).ToArray();
        }

        var needed = (int)(((long)total + block - 1) / block);
        if (needed > names.Length)
            Array.Resize(ref names, Math.Max(needed, names.Length * 2));
        for (; count < needed; count++)
            names[count] = next++;
        tokens = total;
        return names.AsMemory(0, count);
    }
}
