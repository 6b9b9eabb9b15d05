namespace Plimsoll.Serving.Routing;

/// <summary>
/// Members by a level from 0: a queue a level, so that the lowest member is known at once. Of equals the one that has
/// been on its level for the longest comes first.
/// </summary>
internal sealed class LoadLevels
{
    private const int None = -1;

    private (int First, int Last)[] levels = [(None, None)];
    private (int Earlier, int Later)[] members = new (int, int)[16];
    private int lowest;
    private int count;

    /// <summary>First member of the lowest level; -1 when there is no member.</summary>
    public int Lowest => count == 0 ? None : levels[lowest].First;

    /// <summary>Adds one that is no member.</summary>
    public void Add(int member, int level)
    {
        Link(member, level);
        if (count++ == 0 || level < lowest)
            lowest = level;
    }

    /// <summary>Takes a member out of its level.</summary>
    public void Remove(int member, int level)
    {
        Unlink(member, level);
        if (--count > 0)
            Rise();
    }

    /// <summary>Puts a member on another level. Takes no longer than the levels are apart.</summary>
    public void Move(int member, int from, int to)
    {
        Unlink(member, from);
        Link(member, to);
        lowest = Math.Min(lowest, to);
        Rise();
    }

    private void Rise()
    {
        while (levels[lowest].First == None)
            lowest++;
    }

    private void Link(int member, int level)
    {
        Reserve(member, level);
        var last = levels[level].Last;
        members[member] = (last, None);
        if (last == None)
            levels[level].First = member;
        else
            members[last].Later = member;
        levels[level].Last = member;
    }

    private void Unlink(int member, int level)
    {
        var (earlier, later) = members[member];
        if (earlier == None)
            levels[level].First = later;
        else
            members[earlier].Later = later;
        if (later == None)
            levels[level].Last = earlier;
        else
            members[later].Earlier = earlier;
    }

    private void Reserve(int member, int level)
    {
        if (member >= members.Length)
            Array.Resize(ref members, Math.Max(member + 1, members.Length * 2));
        if (level < levels.Length)
            return;
        var before = levels.Length;
        Array.Resize(ref levels, Math.Max(level + 1, before * 2));
        Array.Fill(levels, (None, None), before, levels.Length - before);
    }
}
