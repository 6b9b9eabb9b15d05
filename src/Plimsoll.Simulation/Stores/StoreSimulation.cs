using System.Collections.Immutable;
using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Seeds;

namespace Plimsoll.Simulation.Stores;

/// <summary>
/// Several gateways and a store in virtual time: the leases are those that run live, all else is drawn from a seed. The
/// same case gives the same history, event by event.
/// </summary>
public sealed class StoreSimulation
{
    private static readonly Duration tick = Duration.FromSeconds(0.1);

    /// <summary>How long it takes until all is at rest once nothing goes wrong any more.</summary>
    private static readonly Duration healing = Duration.FromSeconds(60);

    private readonly PriorityQueue<Action<Instant>, (long At, long Order)> events = new();
    private readonly ModelGateway?[] gateways;
    private Draws network;
    private long order;
    private int lives;

    private StoreSimulation(StoreCase drawn)
    {
        Case = drawn;
        Store = new ModelStore(drawn, History);
        gateways = new ModelGateway?[drawn.Gateways];
        network = SeedTree.FromSeed(drawn.Seed).Stream("network");
    }

    /// <summary>What was drawn.</summary>
    public StoreCase Case { get; }

    /// <summary>The store.</summary>
    public ModelStore Store { get; }

    /// <summary>What happened, in order.</summary>
    public List<StoreEvent> History { get; } = [];

    /// <summary>Requests that were turned away.</summary>
    public int TurnedAway { get; private set; }

    /// <summary>Whether everything came to rest in time once nothing went wrong any more.</summary>
    public bool IsAtRest => gateways.All(gateway => gateway is { IsAtRest: true }) && Store.Book.OpenCount == 0;

    /// <summary>When it ended.</summary>
    public Instant End => StoreCase.Start + Case.Length + healing;

    /// <summary>Runs a case to its end.</summary>
    public static StoreSimulation Run(StoreCase drawn)
    {
        var simulation = new StoreSimulation(drawn);
        simulation.Begin();
        while (simulation.events.TryDequeue(out var happens, out var key))
            happens(new Instant(key.At));
        simulation.Store.Book.Advance(simulation.End);
        return simulation;
    }

    /// <summary>A gateway does something later, if it lives then; one that stands still does it afterwards.</summary>
    internal void At(Instant at, ModelGateway gateway, Action<Instant> act) => At(at, now =>
    {
        if (gateways[gateway.Number] != gateway)
            return;
        if (Fault<StoreFault.Paused>(now, fault => fault.Gateway == gateway.Number) is { } pause)
            At(pause.To, gateway, act);
        else
            act(now);
    });

    /// <summary>Brings a question to the store, which is asked when it arrives, and the answer back.</summary>
    internal void Send(
        ModelGateway from, Func<Instant, StoreAnswer> ask, Action<StoreAnswer, Instant> hear, Instant now)
    {
        foreach (var arrives in Arrivals(from, now))
        {
            At(arrives, at =>
            {
                if (IsCut(from, at))
                    return;
                var answer = ask(at);
                foreach (var returns in Arrivals(from, at))
                {
                    At(returns, from, then =>
                    {
                        if (!IsCut(from, then))
                            hear(answer, then);
                    });
                }
            });
        }
    }

    /// <summary>A request was refused.</summary>
    internal void Turned(ModelRequest request) => TurnedAway += request.Number >= 0 ? 1 : 0;

    /// <summary>A request was admitted: it will report and end.</summary>
    internal void Started(ModelGateway gateway, ModelRequest request, Instant now)
    {
        if (request.Actual is { } actual)
        {
            var half = actual with { Output = new Tokens(actual.Output.Value / 2) };
            At(now + new Duration(request.Takes.Nanoseconds / 2), gateway, at =>
                gateway.Report(request.Number, half, at));
        }

        At(now + request.Takes, gateway, at => gateway.End(request.Number, at));
    }

    private void Begin()
    {
        for (var number = 0; number < gateways.Length; number++)
            Born(number, StoreCase.Start);
        foreach (var act in Case.Acts)
            At(act.At, now => Store.Act(act, now));
        foreach (var fault in Case.Faults.OfType<StoreFault.Killed>())
        {
            At(fault.From, now => Died(fault.Gateway, now));
            At(fault.To, now => Born(fault.Gateway, now));
        }

        foreach (var request in Requests())
        {
            At(request.At, now =>
            {
                if (gateways[request.Gateway] is { } gateway)
                    At(now, gateway, at => gateway.Ask(request, at));
            });
        }
    }

    private void Born(int number, Instant now)
    {
        if (gateways[number] is not null)
            return;
        var dice = SeedTree.FromSeed(Case.Seed).Branch("clocks").Stream(++lives);
        var most = Case.Terms.Drift / 2;
        var clock = new ModelClock(
            Duration.FromSeconds(dice.NextBelow(7200) - 3600), (int)dice.NextBelow(2 * most) - most);
        var gateway = gateways[number] = new ModelGateway(number, lives, clock, this);
        Tick(gateway, now);
    }

    private void Died(int number, Instant now)
    {
        if (gateways[number] is { } gateway)
            History.Add(new StoreEvent.Died(now, gateway.Life));
        gateways[number] = null;
    }

    private void Tick(ModelGateway gateway, Instant now)
    {
        if (now <= End)
        {
            At(now + tick, gateway, at =>
            {
                gateway.Tick(at);
                Tick(gateway, at);
            });
        }
    }

    private IEnumerable<ModelRequest> Requests()
    {
        var dice = SeedTree.FromSeed(Case.Seed).Stream("requests");
        var (at, number) = (StoreCase.Start, 0);
        var end = StoreCase.Start + Case.Length;
        while (true)
        {
            // Now and then many come at once.
            if (dice.NextBelow(20) != 0)
                at += Duration.FromSeconds(dice.NextExponential() / Case.Rate);
            if (at >= end)
                yield break;
            var input = 1 + dice.NextBelow(StoreCase.LargestUsage);
            var output = 1 + dice.NextBelow(StoreCase.LargestUsage);
            var share = dice.NextBelow(130);
            TokenUsage? actual = dice.NextBelow(12) == 0 ? null : Usage(input, output * share / 100);
            var scale = dice.NextBelow(8) == 0 ? 3 : 0.3;
            var takes = Duration.FromSeconds(0.01 + Math.Min(15, dice.NextExponential() * scale));
            yield return new ModelRequest(
                number++,
                at,
                (int)dice.NextBelow(gateways.Length),
                (int)dice.NextBelow(Case.Seats),
                Usage(input, output),
                actual,
                takes);
        }
    }

    private static TokenUsage Usage(long input, long output) =>
        new(new Tokens(input), default, default, new Tokens(output));

    /// <summary>When a message arrives: never, once or twice.</summary>
    private ImmutableArray<Instant> Arrivals(ModelGateway gateway, Instant now)
    {
        var first = Arrival(now);
        var isHealed = now >= StoreCase.Start + Case.Length;
        if (IsCut(gateway, now) || (!isHealed && network.NextBelow(1000) < Case.Messages.Lost))
            return [];
        return !isHealed && network.NextBelow(1000) < Case.Messages.Doubled ? [first, Arrival(now)] : [first];
    }

    private Instant Arrival(Instant now)
    {
        var isLate = network.NextBelow(1000) < Case.Messages.Late;
        return now + new Duration(200_000 + network.NextBelow(isLate ? 3_000_000_000 : 3_000_000));
    }

    private bool IsCut(ModelGateway gateway, Instant now) =>
        Fault<StoreFault.StoreGone>(now, _ => true) is not null
        || Fault<StoreFault.Cut>(now, fault => fault.Gateway == gateway.Number) is not null;

    private T? Fault<T>(Instant now, Func<T, bool> isMeant)
        where T : StoreFault => Case.Faults.OfType<T>()
            .FirstOrDefault(fault => fault.From <= now && now < fault.To && isMeant(fault));

    private void At(Instant at, Action<Instant> happens) => events.Enqueue(happens, (at.UnixNanoseconds, ++order));
}
