using System.Collections.Immutable;
using Plimsoll.Demand;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Serving;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Seeds;
using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Simulation.Accounts;

/// <summary>
/// The users and organizations of a service, who ask what the plan reckons that they ask. Users open sessions in the
/// rhythm of their zones and ask in them for as long as limits let them; organizations are active by the hour. The week
/// before the start is charged to the limits session by session, without being served. Not safe for concurrent use.
/// </summary>
public sealed partial class ServiceWorkload : IWorkload
{
    private const long Hour = 3600 * Duration.NanosecondsPerSecond;
    private const long Week = WeekShape.Hours * Hour;

    /// <summary>A golden section of the circle: multiples of it fall evenly, however many there are.</summary>
    private const double Golden = 0.6180339887498949;

    private readonly ServiceDemand demand;
    private readonly ImmutableArray<ModelClass> classes;
    private readonly LimitDesk desk;
    private readonly SeedTree seed;
    private readonly Instant monday;
    private readonly List<User> users = [];
    private readonly List<int> groups = [];
    private readonly List<int> streamOf = [];
    private readonly IndexedHeap openings = new();
    private readonly IndexedHeap clock = new();
    private readonly Stack<int> free = new();
    private readonly List<OrganizationActivity> activities = [];
    private RequestStream[] streams = new RequestStream[64];
    private int streamCount;
    private long nextId;
    private long nextSession;
    private long nextConversation;
    private Policy? pricedPolicy;
    private double[] creditsPerRequest = [];

    /// <summary>Makes the accounts and charges the week before.</summary>
    /// <param name="demand">What is asked for.</param>
    /// <param name="desk">Limits of the accounts; has none yet.</param>
    /// <param name="seed">What all chance is drawn from.</param>
    public ServiceWorkload(ServiceDemand demand, LimitDesk desk, ulong seed)
    {
        this.demand = demand;
        this.desk = desk;
        this.seed = SeedTree.FromSeed(seed);
        classes = demand.Model.Classes;
        monday = WeekShape.MondayOf(demand.Start);
        var growth = demand.Model.Growth.At(demand.Start);
        for (var p = 0; p < demand.Model.Populations.Length; p++)
            AddUsers(p, growth);
        for (var o = 0; o < demand.Model.Organizations.Length; o++)
            AddOrganizations(o, growth);
        OpenUntil(demand.Start.UnixNanoseconds);
        Settle();
    }

    /// <inheritdoc/>
    public int PrefixBlock => FleetSettings.PrefixTokens;

    /// <inheritdoc/>
    public Instant? Next => clock.Count == 0 ? null : new Instant(clock.FirstKey);

    /// <summary>Number of accounts.</summary>
    public int Accounts => groups.Count;

    /// <summary>Index of the group of an account.</summary>
    public int GroupOf(int account) => groups[account];

    /// <inheritdoc/>
    public Arrival Take()
    {
        var slot = clock.First;
        var at = clock.FirstKey;
        ref var stream = ref streams[slot];
        var draws = stream.Draws;
        var modelClass = stream.Class >= 0 ? stream.Class : ClassOf(stream.Population, draws.NextDouble());
        var traffic = classes[modelClass].Traffic;
        var input = Length(traffic.Input, ref draws);
        var output = Length(traffic.Output, ref draws);
        var isShared = demand.Cache == CacheKind.Simulated;
        stream.Turn = (stream.Turn + 1) % stream.Ring;
        var conversation = (stream.Class >= 0 ? 0 : modelClass * stream.Ring) + stream.Turn;
        ref var context = ref stream.Contexts[conversation];
        var arrival = new Arrival
        {
            Id = nextId++,
            At = new Instant(at),
            Class = modelClass,
            Account = stream.Account,
            Session = stream.Session + stream.Turn,
            Priority = demand.Priorities.IsEmpty ? 0 : demand.Priorities[groups[stream.Account]],
            Input = context + input,
            Output = output,
            Held = isShared ? 0 : context,
            Prefix = isShared ? NamesOf(ref stream, modelClass, conversation).Of(context + input) : default,
        };
        context += input + output;
        if (context > (2 * traffic.Cached) - demand.SharedPrompt)
        {
            context = demand.SharedPrompt;
            stream.Names?[conversation] = null;
        }

        stream.Draws = draws;
        Schedule(slot, at);
        Settle();
        return arrival;
    }

    private PromptNames NamesOf(ref RequestStream stream, int modelClass, int conversation)
    {
        stream.Names ??= new PromptNames?[stream.Contexts.Length];
        return stream.Names[conversation] ??= new PromptNames(
            modelClass, demand.SharedPrompt / FleetSettings.PrefixTokens, nextConversation++);
    }

    /// <inheritdoc/>
    public void Ended(in RequestRecord record)
    {
        if (record.Outcome != RequestOutcome.Limited)
            return;
        var slot = streamOf[record.Arrival.Account];
        if (slot < 0)
            return;
        var isOrganization = streams[slot].Population < 0;
        if (isOrganization)
            slot += record.Arrival.Class;

        // A session that may not go on is over. An organization has other requests than one that can never pass.
        var next = record.RetryAt ?? (isOrganization ? record.Ended : null);
        if (next is { } at && at.UnixNanoseconds < streams[slot].Ends)
            Schedule(slot, at.UnixNanoseconds);
        else
            Close(slot);
        Settle();
    }

    /// <summary>Opens the sessions that are due before the next request, so that the next request is known.</summary>
    private void Settle()
    {
        while (openings.FirstKey < clock.FirstKey && openings.FirstKey < demand.Until.UnixNanoseconds)
            Open();
    }

    /// <summary>Puts the next request of a stream after an instant into order, or ends the stream.</summary>
    private void Schedule(int slot, long after)
    {
        ref var stream = ref streams[slot];
        var ends = Math.Min(stream.Ends, demand.Until.UnixNanoseconds);
        var at = after + Math.Max(1, (long)Math.Min(stream.Draws.NextExponential() * stream.Gap, Week));
        if (stream.Population < 0)
        {
            var activity = activities[groups[stream.Account] - demand.Model.Populations.Length];
            at = activity.Defer(ref stream, after, at, ends);
        }

        if (at >= ends)
            Close(slot);
        else
            clock.Set(slot, at, slot);
    }

    private void Close(int slot)
    {
        clock.Remove(slot);
        if (streams[slot].Population < 0)
            return;
        streamOf[streams[slot].Account] = -1;
        streams[slot] = default;
        free.Push(slot);
    }

    private int NewStream()
    {
        if (free.TryPop(out var slot))
            return slot;
        if (streamCount == streams.Length)
            Array.Resize(ref streams, streamCount * 2);
        return streamCount++;
    }

    /// <summary>
    /// Rank in the normal distribution of the i-th of so many accounts: somewhere in its own equal part of it.
    /// </summary>
    private static double RankOf(int index, int count, ref Draws draws) =>
        NormalDistribution.Quantile((index + (draws.NextPositive() * (1 - Draws.Unit))) / count);

    private int ClassOf(int population, double draw)
    {
        var mix = demand.Model.Populations[population].Mix;
        for (var c = 0; c < mix.Length - 1; c++)
        {
            if (draw < mix[c])
                return c;
            draw -= mix[c];
        }

        return mix.Length - 1;
    }

    private int Length(double mean, ref Draws draws) =>
        (int)Math.Clamp(Math.Round(mean * draws.NextLogNormal(1, demand.LengthSpread)), 1, 1 << 20);
}
