using Plimsoll.Limits;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Accounts;
using Plimsoll.Simulation.Fleets;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Accounts;

public sealed class When_a_request_takes_longer_than_a_reservation_lasts
{
    private static readonly Instant Start = SmallService.Day;

    [Fact]
    public void It_is_reported_in_time_and_charged_what_it_used()
    {
        var model = new SmallService().Model();
        var policy = model.Timeline.At(Start) with { ReservationLife = Duration.FromSeconds(5) };
        var desk = new LimitDesk(new PolicyTimeline([policy]), [.. model.Classes.Select(c => c.Name)]);
        var account = desk.Open(ScopeLevel.Seat, new ScopeTerms(["pro"], Start), "code");
        var arrival = new Arrival
        {
            Id = 0,
            At = Start,
            Account = account,
            Session = 0,
            Input = 2_000,
            Output = 40_000,
        };
        using var workload = new TraceWorkload([new TraceRow(arrival, null)], 1);
        var ended = new List<RequestRecord>();
        var fleet = new FleetSimulation(
            SmallDay.Fleet(model, Start, 100), workload, (in RequestRecord record) => ended.Add(record), desk);

        fleet.RunTo(Start + Duration.FromSeconds(60));
        Assert.Empty(ended);
        Assert.Equal(1, desk.BookOf(account).OpenCount);

        fleet.RunTo(Start + Duration.FromHours(1));
        var record = Assert.Single(ended);
        Assert.Equal(RequestOutcome.Finished, record.Outcome);
        var usage = new TokenUsage(new Tokens(2_000), default, default, new Tokens(40_000));
        var week = desk.BookOf(account).States(desk.PathOf(account), null, record.Ended)
            .Single(state => state.Kind == LimitKind.Week);
        Assert.Equal(policy.Classes[model.Classes[0].Name].Weights.Charge(usage).Micro, week.Used);
        Assert.Equal(0, week.Reserved);
    }
}
