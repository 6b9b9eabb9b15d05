using Plimsoll.Quantities;

namespace Plimsoll.Limits.Metering;

/// <summary>Requests in flight, in the order in which they expire.</summary>
internal sealed class OpenRequests
{
    private const int None = -1;

    private OpenRequest[] all = [];
    private int spare = None;
    private int first = None;
    private int last = None;

    /// <summary>The one that expires next; null when there is none.</summary>
    public OpenRequest? First => At(first);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The one that expires after another; null when there is none.</summary>
    public OpenRequest? After(OpenRequest request) => At(request.Later);

    /// <summary>A request that is not in flight.</summary>
    public OpenRequest Rent()
    {
        if (spare == None)
            Grow();
        var request = all[spare];
        spare = request.Later;
        return request;
    }

    /// <summary>Takes back a request that is not in flight.</summary>
    public void Return(OpenRequest request)
    {
        // A handle that somebody kept must not find the next life: only beginning one raises the generation.
        request.IsOpen = false;
        request.Later = spare;
        spare = request.Place;
    }

    /// <summary>Whether a request is one of these.</summary>
    public bool Has(OpenRequest request) =>
        request.Place < all.Length && ReferenceEquals(all[request.Place], request);

    /// <summary>Puts a request in flight until its deadline.</summary>
    public void Add(OpenRequest request, Instant deadline)
    {
        request.IsOpen = true;
        request.Deadline = deadline;
        Count++;
        Insert(request);
    }

    /// <summary>Moves its deadline.</summary>
    public void Extend(OpenRequest request, Instant deadline)
    {
        Unlink(request);
        request.Deadline = deadline;
        Insert(request);
    }

    /// <summary>Takes a request out of flight.</summary>
    public void Remove(OpenRequest request)
    {
        Unlink(request);
        Count--;
        Return(request);
    }

    /// <summary>Whether some request that is still in flight after an instant holds of a period.</summary>
    public bool IsHeld(BlockStore store, int address, int offset, Instant end, Instant after)
    {
        for (var request = At(last); request is not null && request.Deadline > after; request = At(request.Sooner))
        {
            if (Hold(request, store, address, offset, end) is not null)
                return true;
        }

        return false;
    }

    /// <summary>
    /// The first instant by which requests that hold of a period have expired with so much of it, if none was reported
    /// on; null when all of them together hold less.
    /// </summary>
    public Instant? FreedAt(BlockStore store, int address, int offset, Instant end, Int128 much)
    {
        for (var request = First; request is not null; request = After(request))
        {
            much -= Hold(request, store, address, offset, end) ?? 0;
            if (much <= 0)
                return request.Deadline;
        }

        return null;
    }

    /// <summary>What all requests that are still in flight after an instant hold of a period.</summary>
    public long HeldIn(BlockStore store, int address, int offset, Instant end, Instant after)
    {
        var sum = 0L;
        for (var request = At(last); request is not null && request.Deadline > after; request = At(request.Sooner))
            sum += Hold(request, store, address, offset, end) ?? 0;
        return sum;
    }

    /// <summary>What all requests that are still in flight after an instant hold of a rate limit.</summary>
    public (long Requests, Int128 Input, Int128 Output) HeldOf(
        BlockStore store, int address, int offset, Instant after)
    {
        var (requests, input, output) = (0L, Int128.Zero, Int128.Zero);
        var own = default(RateHold);
        for (var request = At(last); request is not null && request.Deadline > after; request = At(request.Sooner))
        {
            for (var i = 0; i < request.PartCount; i++)
            {
                ref readonly var part = ref request.Parts[i];
                if (store.Settled(part.Address) != address)
                    continue;
                var at = Array.FindIndex(part.Rules.Rates, rule => rule.Offset == offset);
                if (at < 0 || !request.IsCounted(part, at))
                    continue;
                var rule = part.Rules.Rates[at];
                ref readonly var hold = ref rule.HoldOf(in request.Held, ref own);
                requests += rule.Requests.IsLimited ? hold.Requests : 0;
                input += rule.Input.IsLimited ? hold.Input : 0;
                output += rule.Output.IsLimited ? hold.Output : 0;
            }
        }

        return (requests, input, output);
    }

    /// <summary>Whether any request in flight is accounted at a scope.</summary>
    public bool Touches(BlockStore store, int address)
    {
        for (var request = First; request is not null; request = After(request))
        {
            for (var i = 0; i < request.PartCount; i++)
            {
                if (store.Settled(request.Parts[i].Address) == address)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Lets the requests in flight at a scope follow it to its new sets and its new block.</summary>
    public void Follow(BlockStore store, int to, ScopeRules rules)
    {
        for (var request = First; request is not null; request = After(request))
        {
            for (var part = 0; part < request.PartCount; part++)
            {
                if (store.Settled(request.Parts[part].Address) == to)
                    request.Follow(part, to, rules);
            }
        }
    }

    /// <summary>What a request holds of a period of one scope; null when nothing, not even nothing charged.</summary>
    private static long? Hold(OpenRequest request, BlockStore store, int address, int offset, Instant end)
    {
        for (var i = 0; i < request.PartCount; i++)
        {
            ref readonly var part = ref request.Parts[i];
            if (store.Settled(part.Address) != address)
                continue;
            var holds = request.HoldsOf(part);
            for (var h = 0; h < holds.Length; h++)
            {
                if (part.Rules.Slots[h].Offset == offset && holds[h].End == end.UnixNanoseconds)
                    return holds[h].Charge;
            }
        }

        return null;
    }

    private OpenRequest? At(int place) => place == None ? null : all[place];

    private void Grow()
    {
        var from = all.Length;
        Array.Resize(ref all, Math.Max(16, from * 2));
        for (var place = all.Length - 1; place >= from; place--)
        {
            all[place] = new OpenRequest { Place = place };
            Return(all[place]);
        }
    }

    private void Insert(OpenRequest request)
    {
        // Deadlines rarely fall: the place is nearly always behind the last one.
        var before = last;
        while (before != None && all[before].Deadline > request.Deadline)
            before = all[before].Sooner;
        request.Sooner = before;
        request.Later = before == None ? first : all[before].Later;
        if (request.Later == None)
            last = request.Place;
        else
            all[request.Later].Sooner = request.Place;
        if (before == None)
            first = request.Place;
        else
            all[before].Later = request.Place;
    }

    private void Unlink(OpenRequest request)
    {
        if (request.Sooner == None)
            first = request.Later;
        else
            all[request.Sooner].Later = request.Later;
        if (request.Later == None)
            last = request.Sooner;
        else
            all[request.Later].Sooner = request.Sooner;
    }
}
