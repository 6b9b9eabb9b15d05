namespace Plimsoll.Serving.Cache;

/// <summary>
/// The key-value cache of one replica in blocks, with prefixes shared between sequences. Not safe to share between
/// threads. Allocates nothing once the largest load it ever bears has been seen.
/// <para>
/// A sequence may begin with names, each chained to those before it (equal names mean equal tokens up to the name's
/// end) and standing for the same number of tokens, but for the last, which what is named may end within. What follows
/// is anonymous and found by nobody. Only whole blocks are found.
/// </para>
/// <para>
/// Free blocks are evicted in the order of vLLM's free queue: never used ones first, then the least recently freed,
/// of one sequence the tail before the head. A block that is found again leaves the queue while it is held. It differs
/// in one thing: where two sequences compute the same name at the same time, blocks of the second are its own and
/// anonymous once freed, where vLLM keeps both and finds the elder.
/// </para>
/// </summary>
/// <remarks>
/// The life of a sequence: <see cref="Match"/>, and if it fits <see cref="Hold"/>, then <see cref="Take"/> for the
/// blocks that were not found; <see cref="Take"/> whenever it grows into another block; <see cref="Publish"/> when
/// blocks of its names are scheduled to be computed (vLLM lets others find them in the very step that computes them);
/// <see cref="Release"/> when it ends or is preempted. What was published stays until it is evicted.
/// </remarks>
public sealed class KvCache
{
    private readonly int nameBlocks;
    private readonly bool caching;
    private readonly Slab<Segment> segments = new();
    private readonly Slab<Holding> holdings = new();
    private readonly Slab<NamedPrompt> prompts = new();
    private readonly FreeQueue queue;
    private readonly Extents extents;

    /// <summary>An empty cache.</summary>
    /// <param name="blocks">Blocks that sequences may use. 0 or more.</param>
    /// <param name="blockTokens">Tokens of a block. 1 or more; engines use 16.</param>
    /// <param name="prefixTokens">Tokens that a name stands for: a multiple of a block's; 0: nothing is shared.</param>
    public KvCache(int blocks, int blockTokens, int prefixTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(blocks);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockTokens, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(prefixTokens);
        if (prefixTokens % blockTokens != 0)
        {
            throw new ArgumentException(
                $"A name stands for {prefixTokens} tokens, which is no multiple of a block of {blockTokens}.",
                nameof(prefixTokens));
        }

        Blocks = Free = blocks;
        BlockTokens = blockTokens;
        nameBlocks = prefixTokens / blockTokens;
        caching = nameBlocks > 0;
        queue = new(segments);
        extents = new(segments, queue);
        if (caching)
            queue.Append(blocks);
    }

    /// <summary>All blocks.</summary>
    public int Blocks { get; }

    /// <summary>Tokens of a block.</summary>
    public int BlockTokens { get; }

    /// <summary>Blocks that no sequence holds, whether or not they can be found.</summary>
    public int Free { get; private set; }

    /// <summary>Blocks that can be found, held or not.</summary>
    public int Findable => extents.Findable;

    /// <summary>Blocks that so many tokens fill, the last perhaps in part.</summary>
    public int BlocksFor(int tokens) => (tokens / BlockTokens) + (tokens % BlockTokens == 0 ? 0 : 1);

    /// <summary>
    /// What can be found of a sequence's beginning. At least its last token is left to compute, so that an output comes
    /// of it: a prompt that is wholly there lacks its last block.
    /// </summary>
    /// <param name="names">Its names.</param>
    /// <param name="named">Tokens that they stand for: as a rule the prompt.</param>
    /// <param name="tokens">Tokens to be had before the next one: the prompt, and after a preemption what it had
    /// generated.</param>
    public PrefixMatch Match(ReadOnlySpan<long> names, int named, int tokens)
    {
        if (!caching || names.IsEmpty || extents.Findable == 0)
            return default;
        var most = (tokens - 1) / BlockTokens;
        var (blocks, reclaimed) = (0, 0);
        for (var name = 0; name < names.Length && blocks < most; name++)
        {
            var extent = extents.Find(names[name]);
            if (extent == 0)
                break;
            var found = Math.Min(Math.Min(BlocksOf(name, named), most - blocks), extents.Present(extent));
            blocks += found;
            reclaimed += extents.Unheld(extent, found);
            if (found < nameBlocks)
                break;
        }

        return new(blocks, blocks * BlockTokens, reclaimed);
    }

    /// <summary>
    /// Admits a sequence: holds what was found of it, which leaves <see cref="Free"/> lower by
    /// <see cref="PrefixMatch.Reclaimed"/>.
    /// </summary>
    /// <param name="names">Its names. Read until <see cref="Release"/>: they must not change.</param>
    /// <param name="named">Tokens that they stand for.</param>
    /// <param name="match">What <see cref="Match"/> said, with no change to the cache since.</param>
    /// <returns>
    /// A number for <see cref="Publish"/> and <see cref="Release"/>; 0 for a sequence without names, and for all where
    /// nothing is shared.
    /// </returns>
    public int Hold(ReadOnlyMemory<long> names, int named, PrefixMatch match)
    {
        if (!caching || names.IsEmpty)
            return 0;
        var sequence = prompts.Take();
        prompts[sequence].Names = names;
        prompts[sequence].Named = named;
        for (var left = match.Blocks; left > 0;)
        {
            var name = prompts[sequence].Cursor;
            var extent = extents.Find(names.Span[name]);
            var held = Math.Min(left, nameBlocks);
            Free -= extents.Hold(extent, held);
            Push(sequence, extent, held);
            left -= held;
            if (held == nameBlocks)
                prompts[sequence].Cursor++;
        }

        return sequence;
    }

    /// <summary>
    /// Takes free blocks for sequences that need them, and evicts what can be found in them. One call may serve many
    /// sequences: to whom each block goes makes no difference.
    /// </summary>
    /// <param name="blocks">How many. 0 to <see cref="Free"/>.</param>
    public void Take(int blocks)
    {
        if ((uint)blocks > (uint)Free)
            throw new ArgumentOutOfRangeException(nameof(blocks), $"{blocks} blocks of {Free} free ones.");
        Free -= blocks;
        if (!caching)
            return;
        while (blocks > 0)
        {
            var first = queue.First;
            var taken = Math.Min(blocks, segments[first].Count);
            blocks -= taken;
            if (segments[first].Extent != 0)
            {
                extents.Evict(first, taken);
            }
            else if ((segments[first].Count -= taken) == 0)
            {
                queue.Remove(first);
                segments.Give(first);
            }
        }
    }

    /// <summary>
    /// Lets others find the whole blocks of a sequence's names that are computed. Where somebody else's are there
    /// already, its own stay its own.
    /// </summary>
    /// <param name="sequence">Its number.</param>
    /// <param name="computed">Tokens computed from its first on, found ones included; its blocks must be taken.</param>
    public void Publish(int sequence, int computed)
    {
        if (sequence == 0)
            return;
        var names = prompts[sequence].Names.Span;
        var whole = computed / BlockTokens;
        while (prompts[sequence].Cursor < names.Length)
        {
            var name = prompts[sequence].Cursor;
            var all = BlocksOf(name, prompts[sequence].Named);
            var done = Math.Min(whole - (name * nameBlocks), all);
            if (done <= 0)
                return;
            Share(sequence, names[name], done);
            if (done < all)
                return;
            prompts[sequence].Cursor++;
        }
    }

    /// <summary>
    /// Frees the blocks of a sequence that ends or is preempted, its tail to be evicted before its head. Blocks that
    /// others hold as well stay held.
    /// </summary>
    /// <param name="sequence">Its number, which is void from here on.</param>
    /// <param name="blocks">All its blocks, found ones included.</param>
    public void Release(int sequence, int blocks)
    {
        if (sequence != 0)
        {
            for (var top = prompts[sequence].Top; top != 0;)
            {
                var holding = holdings[top];
                var start = holding.Name * nameBlocks;
                FreeAnonymous(blocks - start - holding.Blocks);
                Free += extents.Release(holding.Extent, holding.Blocks);
                blocks = start;
                holdings.Give(top);
                top = holding.Below;
            }

            prompts.Give(sequence);
        }

        FreeAnonymous(blocks);
    }

    private void FreeAnonymous(int blocks)
    {
        Free += blocks;
        if (caching)
            queue.Append(blocks);
    }

    // Its blocks follow those that can be found only if it holds all of these: else they are somebody else's.
    private void Share(int sequence, long name, int done)
    {
        var top = prompts[sequence].Top;
        if (top == 0 || holdings[top].Name != prompts[sequence].Cursor)
        {
            if (extents.Find(name) != 0)
                return;
            var added = extents.Add(name);
            extents.Extend(added, done);
            Push(sequence, added, done);
            return;
        }

        var (extent, held) = (holdings[top].Extent, holdings[top].Blocks);
        if (done <= held || extents.Present(extent) != held)
            return;
        extents.Extend(extent, done - held);
        holdings[top].Blocks = done;
    }

    private void Push(int sequence, int extent, int blocks)
    {
        var holding = holdings.Take();
        holdings[holding] = new()
        {
            Extent = extent,
            Blocks = blocks,
            Name = prompts[sequence].Cursor,
            Below = prompts[sequence].Top,
        };
        prompts[sequence].Top = holding;
    }

    // Whole blocks that a name stands for where names stand for so many tokens.
    private int BlocksOf(int name, int named) =>
        (int)Math.Clamp((named / BlockTokens) - ((long)name * nameBlocks), 0, nameBlocks);
}
