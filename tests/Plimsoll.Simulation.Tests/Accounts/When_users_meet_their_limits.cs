using System.Collections.Frozen;
using Plimsoll.Limits;
using Plimsoll.Planning;
using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;
using Plimsoll.Simulation.Workloads;
using Plimsoll.Tests.Planning;

namespace Plimsoll.Simulation.Tests.Accounts;

public sealed class When_users_meet_their_limits
{
    private static readonly ServiceModel Greedy = new SmallService { SessionDemand = 2_000_000 }.Model();
    private static readonly Instant Noon = SmallService.Day + Duration.FromHours(12);

    [Fact]
    public void A_user_whom_a_limit_stopped_asks_again_when_it_lets_the_request_pass_and_not_before()
    {
        var until = SmallService.Day + Duration.FromHours(24);
        var (_, workload) = SmallDay.Accounts(Greedy, SmallService.Day, until, 500, 3);
        var waiting = new Dictionary<int, Instant>();
        var (stopped, returned) = (0, 0);
        while (workload.Next is not null)
        {
            var arrival = workload.Take();
            if (waiting.Remove(arrival.Account, out var retry))
            {
                Assert.True(arrival.At > retry, $"{arrival.At} comes before {retry}");
                returned += arrival.At < retry + Duration.FromHours(2) ? 1 : 0;
            }
            else if (workload.GroupOf(arrival.Account) < Greedy.Populations.Length)
            {
                retry = arrival.At + Duration.FromMinutes(10);
                workload.Ended(Refused(arrival, retry));
                waiting.Add(arrival.Account, retry);
                stopped++;
            }
        }

        Assert.True(stopped > 100, $"{stopped} were stopped");
        Assert.True(returned > stopped / 2, $"{returned} of {stopped} came back");
    }

    [Fact]
    public void A_user_whose_session_is_spent_for_longer_than_it_lasts_comes_back_with_the_next_one()
    {
        var until = SmallService.Day + Duration.FromHours(24);
        var (_, workload) = SmallDay.Accounts(Greedy, SmallService.Day, until, 500, 3);
        var last = new Dictionary<int, (Instant At, long Session)>();
        while (workload.Next is not null)
        {
            var arrival = workload.Take();
            if (workload.GroupOf(arrival.Account) >= Greedy.Populations.Length)
                continue;
            if (last.TryGetValue(arrival.Account, out var before))
            {
                Assert.NotEqual(before.Session, arrival.Session);
                Assert.True(arrival.At > before.At + Duration.FromMinutes(150), "the same session went on");
            }

            workload.Ended(Refused(arrival, null));
            last[arrival.Account] = (arrival.At, arrival.Session);
        }

        Assert.NotEmpty(last);
    }

    [Fact]
    public void The_week_before_is_charged_and_nobody_is_asked_to_serve_it()
    {
        var day = new SmallDay(Greedy);
        var used = Enumerable.Range(0, day.Users)
            .Select(account => day.StateOf(account, LimitKind.Week, day.Start)).ToList();
        Assert.True(used.Count(week => week.Used > 0) > used.Count / 2, "most users used their week");
        Assert.Contains(used, week => week.Used >= week.Limit);
        Assert.DoesNotContain(used, week => week.Used > week.Limit * 1.25);
        Assert.Empty(day.Records);
        Assert.All(day.Run().Records, record => Assert.True(record.Arrival.At >= day.Start));
    }

    [Fact]
    public void What_a_week_is_charged_is_what_was_used_in_it()
    {
        var day = new SmallDay(new SmallService().Model(), hours: 12);
        var before = Weeks(day, day.Start);
        var until = day.Start + Duration.FromHours(12);
        day.Run();
        var after = Weeks(day, until);
        var used = day.Records.Where(record => record.Arrival.Account < day.Users)
            .GroupBy(record => record.Arrival.Account)
            .ToDictionary(user => user.Key, user => user.Sum(record => CreditsOf(day.Model, record)));
        var compared = 0;
        for (var account = 0; account < day.Users; account++)
        {
            if (before[account].ResetsAt != after[account].ResetsAt)
                continue;
            Assert.Equal(used.GetValueOrDefault(account), after[account].Used - before[account].Used);
            Assert.Equal(0, after[account].Reserved);
            compared += used.ContainsKey(account) ? 1 : 0;
        }

        Assert.True(compared > 100, $"{compared} were compared");
    }

    [Fact]
    public void Nobody_is_over_a_limit_by_more_than_what_was_under_way_when_it_was_reached()
    {
        var day = new SmallDay(Greedy);
        for (var hour = 1; hour <= 24; hour++)
        {
            var at = day.Start + Duration.FromHours(hour);
            day.RunTo(at);
            for (var account = 0; account < day.Users; account++)
            {
                foreach (var kind in new[] { LimitKind.Session, LimitKind.Week })
                {
                    // A request is let in while any room is left, and its length is known only when it has ended.
                    var state = day.StateOf(account, kind, at);
                    Assert.True(state.Used <= state.Limit * 1.25, $"{account} used {state.Used} of {state.Limit}");
                }
            }
        }

        Assert.Contains(day.Records, record => record.Limit == "pro/session");
        Assert.Contains(day.Records, record => record.Limit == "pro/week");
        Assert.Contains(day.Records, record => record.Limit?.StartsWith("tier/", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void A_policy_takes_effect_at_its_date_in_the_middle_of_a_run()
    {
        var model = new SmallService { SessionDemand = 2_000 }.Model();
        var strict = model.Timeline.Versions[0] with
        {
            EffectiveFrom = Noon,
            Plans = new[] { new PlanTerms("pro", "Pro", new Credits(1), new Credits(long.MaxValue)) }
                .ToFrozenDictionary(plan => plan.Name),
        };
        model = model with { Timeline = new PolicyTimeline([model.Timeline.Versions[0], strict]) };
        var records = new SmallDay(model).Run().Records;
        Assert.DoesNotContain(records, record => record.Limit == "pro/session" && record.Arrival.At < Noon);
        Assert.Contains(records, record => record.Limit == "pro/session" && record.Arrival.At >= Noon);
    }

    private static List<LimitState> Weeks(SmallDay day, Instant at) =>
        [.. Enumerable.Range(0, day.Users).Select(account => day.StateOf(account, LimitKind.Week, at))];

    private static long CreditsOf(ServiceModel model, RequestRecord record)
    {
        if (record.Produced == 0)
            return 0;
        var arrival = record.Arrival;
        var weights = model.Timeline.At(arrival.At).Classes[model.Classes[arrival.Class].Name].Weights;
        return weights.Charge(new TokenUsage(
            new Tokens(arrival.Input - record.Cached), default, new Tokens(record.Cached), new Tokens(record.Produced)))
            .Micro;
    }

    private static RequestRecord Refused(in Arrival arrival, Instant? retry) => new()
    {
        Arrival = arrival,
        Outcome = RequestOutcome.Limited,
        Ended = arrival.At,
        RetryAt = retry,
    };
}
