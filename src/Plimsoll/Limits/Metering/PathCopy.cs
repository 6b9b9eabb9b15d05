using System.Runtime.InteropServices;
using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>
/// A copy of a path's counters, to look into the future with or to read from: nothing that is done to it is felt by the
/// scopes themselves.
/// </summary>
internal sealed class PathCopy
{
    private readonly Scopes scopes;
    private readonly List<Scope> parts = [];
    private OpenRequest? nextToExpire;

    /// <summary>Copies the counters of a path as they stand.</summary>
    public PathCopy(Scopes scopes, ScopePath path)
    {
        this.scopes = scopes;
        Epoch = scopes.CurrentNumber;
        nextToExpire = scopes.Open.First;
        var addresses = path.Addresses;
        for (var position = 0; position < addresses.Length; position++)
        {
            if (addresses[position] != 0)
                parts.Add(Copy(scopes.Store.Settled(addresses[position]), (ScopeLevel)(position + 1)));
        }
    }

    /// <summary>Epoch in which the copy is.</summary>
    public int Epoch { get; private set; }

    /// <summary>Whether another policy version, or a reset, is to come.</summary>
    public bool HasLaterEpoch => Epoch + 1 < scopes.EpochCount;

    /// <summary>The scopes of the path, from the organization down.</summary>
    public IReadOnlyList<Scope> Parts => parts;

    /// <summary>Brings the copy up to an instant, as the scopes would be if nothing else happened.</summary>
    public void AdvanceTo(Instant now)
    {
        while (NextEvent() is { } next && next <= now)
            Take(next);
        foreach (var part in parts)
        {
            foreach (var rule in part.Rules(scopes, Epoch).Rates)
                Block.Rates(ref part.Block, rule.Offset).Refill(rule, now);
        }
    }

    /// <summary>The next instant at which something happens by itself; null when nothing is to come.</summary>
    public Instant? NextEvent()
    {
        SkipOthers();
        Instant? next = Epoch + 1 < scopes.EpochCount ? scopes.EpochAt(Epoch + 1).At : null;
        return nextToExpire is { } expires && (next is null || expires.Deadline <= next) ? expires.Deadline : next;
    }

    /// <summary>Lets the next event happen, which is at <paramref name="at"/>.</summary>
    public void Take(Instant at)
    {
        // At one instant reservations expire before an epoch begins.
        if (nextToExpire is { } expires && expires.Deadline == at)
        {
            Expire(expires, at);
            nextToExpire = scopes.Open.After(expires);
            return;
        }

        Epoch++;
        foreach (var part in parts)
            scopes.Advance(ref part.Block, part.Address, Epoch);
    }

    private void Expire(OpenRequest request, Instant at)
    {
        var actual = request.AtExpiry();
        Settlement.Work(request, actual, ends: true);
        for (var i = 0; i < request.PartCount; i++)
        {
            var part = request.Parts[i];
            part.Address = scopes.Store.Settled(part.Address);
            if (At(part.Address) is not { } here)
                continue;
            if (Settlement.Settle(ref here.Block, here.Rules(scopes, Epoch), part, request, actual, at))
                Settlement.CloseSessions(scopes, ref here.Block, part, request, at);
        }
    }

    /// <summary>Reservations elsewhere have no part in this path.</summary>
    private void SkipOthers()
    {
        while (nextToExpire is { } request && !Touches(request))
            nextToExpire = scopes.Open.After(request);
    }

    private bool Touches(OpenRequest request)
    {
        // Paths that have any scope in common have the highest in common.
        return parts.Count > 0 && request.PartCount > 0
            && scopes.Store.Settled(request.Parts[0].Address) == parts[0].Address;
    }

    private Scope? At(int address)
    {
        foreach (var part in parts)
        {
            if (part.Address == address)
                return part;
        }

        return null;
    }

    private Scope Copy(int address, ScopeLevel level)
    {
        ref var block = ref scopes.Store.At(address);
        var terms = Block.Of(ref block).Terms;

        // Room for what any known epoch limits: the copy is not to move.
        for (var epoch = Block.Of(ref block).Epoch; epoch < scopes.EpochCount; epoch++)
            scopes.EpochAt(epoch).Version.RulesOf(terms, scopes.Table);
        var scope = new Scope(level, address, terms, new long[scopes.Table.LayoutOf(terms).Words]);
        MemoryMarshal.CreateReadOnlySpan(ref block, Block.Of(ref block).Size).CopyTo(scope.Words);
        scopes.Advance(ref scope.Block, address, Epoch);
        return scope;
    }

    /// <summary>The copy of one scope.</summary>
    internal sealed class Scope(ScopeLevel level, int address, int terms, long[] words)
    {
        /// <summary>Which level it is.</summary>
        public ScopeLevel Level { get; } = level;

        /// <summary>Where the scope's own block stands.</summary>
        public int Address { get; } = address;

        /// <summary>Which scope it is.</summary>
        public ScopePlace Place => new(Level, Address);

        /// <summary>Words of the copy.</summary>
        public long[] Words { get; } = words;

        /// <summary>First word of the copy.</summary>
        public ref long Block => ref Words[0];

        /// <summary>What its sets limit in an epoch.</summary>
        public ScopeRules Rules(Scopes scopes, int epoch) => scopes.EpochAt(epoch).Version.RulesOf(terms, scopes.Table);
    }
}
