using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plimsoll.Limits.Values;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>The counters of all scopes, and the epochs that they are brought up to when they are touched.</summary>
internal sealed class Scopes
{
    /// <summary>Epoch of a block that has moved: no touch takes it for current.</summary>
    private const int Moved = -1;

    private readonly List<Epoch> epochs = [];
    private CompiledVersion current = null!;
    private long launched;

    /// <summary>Their memory.</summary>
    public BlockStore Store { get; } = new();

    /// <summary>Requests in flight.</summary>
    public OpenRequests Open { get; } = new();

    /// <summary>What requests in flight elsewhere hold of these scopes.</summary>
    public HeldElsewhere Elsewhere { get; } = new();

    /// <summary>What has changed; null: nobody asks.</summary>
    public ChangeNotes? Changes { get; set; }

    /// <summary>Numbers of classes, products and traits.</summary>
    public BookNames Names { get; } = new();

    /// <summary>Combinations of sets.</summary>
    public TermsTable Table { get; } = new();

    /// <summary>Number of the epoch in force.</summary>
    public int CurrentNumber { get; private set; }

    /// <summary>The policy version in force.</summary>
    public CompiledVersion Current => current;

    /// <summary>Start of the next epoch; the end of time when none is known.</summary>
    public Instant NextEpochAt { get; private set; } = new(long.MaxValue);

    /// <summary>No later than the next event that happens by itself; often earlier: requests end in time.</summary>
    public Instant NextEventAt { get; private set; } = new(long.MinValue);

    /// <summary>How many epochs are known.</summary>
    public int EpochCount => epochs.Count;

    /// <summary>An epoch by number.</summary>
    public Epoch EpochAt(int number) => epochs[number];

    /// <summary>Adds an epoch, which begins after all that are known.</summary>
    public void Append(Epoch epoch)
    {
        epochs.Add(epoch);
        Enter(CurrentNumber);
    }

    /// <summary>Forgets the epochs that have not begun.</summary>
    public void ForgetFuture()
    {
        epochs.RemoveRange(CurrentNumber + 1, epochs.Count - CurrentNumber - 1);
        Enter(CurrentNumber);
    }

    /// <summary>Enters the last epoch that has begun by <paramref name="now"/>.</summary>
    public void EnterAt(Instant now)
    {
        while (now >= NextEpochAt)
            Enter(CurrentNumber + 1);
        NextEventAt = Open.First is { } next && next.Deadline < NextEpochAt ? next.Deadline : NextEpochAt;
    }

    /// <summary>Puts a request in flight until its deadline.</summary>
    public void Launch(OpenRequest request, Instant deadline)
    {
        request.Number = ++launched;
        (request.IsNoted, request.IsTold) = (false, false);
        Open.Add(request, deadline);
        if (deadline < NextEventAt)
            NextEventAt = deadline;
    }

    /// <summary>Makes a block for a scope.</summary>
    public int Add(ScopeTerms terms)
    {
        var number = Table.NumberOf(terms.Sets);

        // Compiled first, for every epoch that is known: the layout says how large the block has to be.
        for (var epoch = CurrentNumber; epoch < epochs.Count; epoch++)
            epochs[epoch].Version.RulesOf(number, Table);
        var words = Table.LayoutOf(number).Words;
        var address = Store.Add(words);
        ref var header = ref Block.Of(ref Store.At(address));
        header.Terms = number;
        header.Epoch = CurrentNumber;
        header.Size = words;
        header.WeekAnchor = terms.WeekAnchor;

        // Full since ever: a scope may be added before the first instant that the book sees.
        foreach (var rule in current.RulesOf(number, Table).Rates)
            Block.Rates(ref Store.At(address), rule.Offset).Fill(new Instant(long.MinValue));
        return address;
    }

    /// <summary>
    /// Asks memory for the blocks of a path at once: of a million accounts each is a cache miss, and one after the
    /// other they would take several times as long.
    /// </summary>
    public void Fetch(ReadOnlySpan<int> addresses)
    {
        foreach (var address in addresses)
        {
            if (address != 0)
                Store.Fetch(address);
        }
    }

    /// <summary>The block of a scope, brought up to the current epoch.</summary>
    /// <param name="address">Its address, replaced by where it stands now.</param>
    public ref long Touch(ref int address)
    {
        ref var block = ref Store.At(address);
        if (Block.Of(ref block).Epoch == CurrentNumber)
            return ref block;
        address = Store.Settled(address);
        return ref BringUp(ref address);
    }

    /// <summary>What a scope's sets limit now.</summary>
    public ScopeRules RulesOf(ref long block) => current.RulesOf(Block.Of(ref block).Terms, Table);

    /// <summary>
    /// Gives a scope other sets. What both have in force keeps its counters and what is in flight; all else is
    /// forgotten.
    /// </summary>
    public void Change(ref int address, ScopeTerms terms)
    {
        ref var old = ref Touch(ref address);
        var (from, before) = (address, RulesOf(ref old));
        address = Add(terms);
        ref var block = ref Store.At(address);
        var after = RulesOf(ref block);
        foreach (var rule in before.Rates)
        {
            if (rule.In(after) is { } there)
                Copy(ref old, rule.Offset, ref block, there.Offset, RateMeter.Words);
        }

        foreach (var rule in before.Periods)
        {
            if (rule.In(after) is not { } there)
                continue;
            Copy(ref old, rule.Offset, ref block, there.Offset, rule.Words);
            if (rule.IsOverages)
                Copy(ref old, rule.StateOffset, ref block, there.StateOffset, OverageState.SettingWords);
        }

        if (Elsewhere.At(from) is { } held)
            Elsewhere.Set(from, held.In(before, after));
        Forward(from, address);
        Open.Follow(Store, address, after);
    }

    /// <summary>
    /// A block of zeros for a scope that is read in, with its header, in the place of the one that it has.
    /// </summary>
    /// <param name="address">Where the scope stands; 0: nowhere yet.</param>
    /// <param name="terms">The combination of sets that it carries, whose layout is complete.</param>
    /// <param name="epoch">Epoch of its counters.</param>
    /// <param name="anchor">Anchor of its weeks.</param>
    public int Replace(int address, int terms, int epoch, Instant anchor)
    {
        var (words, place) = (Table.LayoutOf(terms).Words, address);
        if (address == 0 || Block.Of(ref Store.At(address)).Size < words)
            place = Store.Add(words);
        ref var block = ref Store.At(place);
        var size = place == address ? Block.Of(ref block).Size : words;
        MemoryMarshal.CreateSpan(ref block, size).Clear();
        Block.Of(ref block) = new Block { Terms = terms, Epoch = epoch, Size = size, WeekAnchor = anchor };
        if (address != 0 && place != address)
            Forward(address, place);
        return place;
    }

    /// <summary>What requests that are still in flight after an instant hold of a period, here and elsewhere.</summary>
    public long HeldIn(int address, int offset, Instant end, Instant after) =>
        Open.HeldIn(Store, address, offset, end, after)
        + (Elsewhere.At(address)?.PeriodAt(offset, end.UnixNanoseconds).Charge ?? 0);

    /// <summary>Whether some request that is still in flight after an instant holds of a period.</summary>
    public bool IsHeld(int address, int offset, Instant end, Instant after) =>
        Elsewhere.At(address)?.PeriodAt(offset, end.UnixNanoseconds).Count > 0
        || Open.IsHeld(Store, address, offset, end, after);

    /// <summary>What requests that are still in flight after an instant hold of a rate limit.</summary>
    public (long Requests, Int128 Input, Int128 Output) HeldOf(int address, int offset, Instant after)
    {
        var here = Open.HeldOf(Store, address, offset, after);
        var elsewhere = Elsewhere.At(address)?.RateAt(offset) ?? default;
        return (here.Requests + elsewhere.Requests, here.Input + elsewhere.Input, here.Output + elsewhere.Output);
    }

    /// <summary>Brings a block, which may be a copy, from its epoch up to another.</summary>
    public void Advance(ref long block, int address, int target)
    {
        ref var header = ref Block.Of(ref block);
        for (var epoch = header.Epoch + 1; epoch <= target; epoch++)
        {
            Transition.Apply(ref block, address, epochs[epoch - 1], epochs[epoch], this);
            header.Epoch = epoch;
        }
    }

    private ref long BringUp(ref int address)
    {
        var terms = Block.Of(ref Store.At(address)).Terms;
        for (var epoch = Block.Of(ref Store.At(address)).Epoch; epoch <= CurrentNumber; epoch++)
            epochs[epoch].Version.RulesOf(terms, Table);
        var words = Table.LayoutOf(terms).Words;
        if (words > Block.Of(ref Store.At(address)).Size)
            address = Move(address, words);
        ref var block = ref Store.At(address);
        Advance(ref block, address, CurrentNumber);
        return ref block;
    }

    private int Move(int from, int words)
    {
        var to = Store.Add(words);
        ref var block = ref Store.At(from);
        ref var moved = ref Store.At(to);
        MemoryMarshal.CreateSpan(ref block, Block.Of(ref block).Size)
            .CopyTo(MemoryMarshal.CreateSpan(ref moved, words));
        Block.Of(ref moved).Size = words;
        Forward(from, to);
        return to;
    }

    private static void Copy(ref long from, int offset, ref long to, int target, int words) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref from, offset), words)
            .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, target), words));

    private void Forward(int from, int to)
    {
        ref var header = ref Block.Of(ref Store.At(from));
        header.Epoch = Moved;
        header.Size = -to;
        Elsewhere.Move(from, to);
        Changes?.Move(from, to);
    }

    private void Enter(int number)
    {
        CurrentNumber = number;
        current = epochs[number].Version;
        NextEpochAt = number + 1 < epochs.Count ? epochs[number + 1].At : new Instant(long.MaxValue);
        if (NextEpochAt < NextEventAt)
            NextEventAt = NextEpochAt;
    }
}
