using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits;

public class When_random_histories_meet_the_naive_reference
{
    private static readonly Config config = Config.QuickThrowOnFailure
        .WithMaxTest(3000).WithEndSize(60).WithReplay(20260506, 20260513, 0);

    [Fact]
    public void Every_decision_meter_and_retry_is_the_same()
    {
        var seen = new Dictionary<string, int>();
        Check.One(config, Prop.ForAll(History.Any, history =>
        {
            var run = new Comparison(history, seen);
            foreach (var step in history.Steps)
                run.Take(step);
        }));

        string[] outcomes = ["Admitted", "NotIncluded", .. Enum.GetNames<LimitKind>(), "Never"];
        Assert.All(outcomes, outcome => Assert.True(seen.GetValueOrDefault(outcome) > 200, $"{outcome} is too rare"));
    }

    [Fact]
    public void A_window_is_overshot_by_one_request_at_most_when_estimates_are_not_exceeded() =>
        Check.One(config, Prop.ForAll(History.Any, history =>
        {
            var policy = History.Policies[history.Steps.Length % 4];
            var account = new Account(history.Terms with { Plan = "pro" });
            var now = Given.Start;
            var open = new Queue<Reservation>();
            var largest = 0L;
            foreach (var step in history.Steps)
            {
                now += new Duration(step.Passes);
                if (step.Kind != StepKind.Reserve)
                {
                    if (open.TryDequeue(out var reservation))
                        account.Settle(policy, reservation, reservation.Estimate, now);
                    continue;
                }

                var before = account.States(policy, null, now);
                if (account.Reserve(policy, step.Class, step.Usage, now) is Decision.Admitted admitted)
                {
                    open.Enqueue(admitted.Reservation);
                    var after = account.States(policy, null, now);
                    largest = Math.Max(largest, after.Zip(before).Max(pair => Taken(pair.First) - Taken(pair.Second)));
                    Assert.All(after, state => Assert.True(Taken(state) < state.Limit + largest));
                }
                else
                    Assert.Equal(before, account.States(policy, null, now));
            }

            static long Taken(LimitState state) => state.Used + state.Reserved;
        }));

    /// <summary>Takes each step on both accounts and compares all that can be seen.</summary>
    private sealed class Comparison(History history, Dictionary<string, int> seen)
    {
        private readonly Account account = new(history.Terms);
        private readonly NaiveAccount naive = new(history.Terms);
        private readonly List<Reservation> reservations = [];
        private readonly List<NaiveEntry> entries = [];
        private readonly List<Action<Account, List<Reservation>>> calls = [];
        private Policy policy = History.Policies[0];
        private Instant now = Given.Start;

        public void Take(Step step)
        {
            // The clock may step back, but the policy passed is always one in force.
            now += new Duration(step.Passes);
            if (now < policy.EffectiveFrom)
                now = policy.EffectiveFrom;
            if (step.Kind == StepKind.Reserve)
                Reserve(step.Class, step.Usage);
            else if (step.Kind == StepKind.ChangePolicy)
                Change(step.Pick, new Duration(Math.Max(0, step.Passes / 2)));
            else if (reservations.Count > 0)
                End(step, step.Pick % reservations.Count);
            Assert.Equal(naive.States(policy, now), account.States(policy, null, now));
        }

        private void Change(int which, Duration ago) =>
            policy = History.Policies[which % History.Policies.Length] with { EffectiveFrom = now - ago };

        private void Reserve(string modelClass, TokenUsage usage)
        {
            var (expected, entry) = naive.Reserve(policy, modelClass, usage, now);
            var decision = account.Reserve(policy, modelClass, usage, now);
            Assert.Equal(expected, decision switch
            {
                Decision.Admitted => new NaiveAnswer(true),
                Decision.Rejected rejected => new NaiveAnswer(false, rejected.Binding.Kind, rejected.RetryAt),
                _ => new NaiveAnswer(false),
            });
            Tally(decision);
            if (decision is Decision.Rejected { RetryAt: { } retryAt })
            {
                var before = retryAt - Given.Nanosecond;
                Assert.IsType<Decision.Rejected>(Again().Reserve(policy, modelClass, usage, before));
                Assert.IsType<Decision.Admitted>(Again().Reserve(policy, modelClass, usage, retryAt));
            }

            if (decision is Decision.Admitted { Reservation: var reservation })
            {
                reservations.Add(reservation);
                entries.Add(entry!);
            }

            var (atCall, policyAtCall) = (now, policy);
            calls.Add((other, made) =>
            {
                if (other.Reserve(policyAtCall, modelClass, usage, atCall) is Decision.Admitted again)
                    made.Add(again.Reservation);
            });
        }

        private void Tally(Decision decision)
        {
            var rejected = decision as Decision.Rejected;
            var outcome = rejected is null ? decision.GetType().Name : rejected.Binding.Kind.ToString();
            seen[outcome] = seen.GetValueOrDefault(outcome) + 1;
            if (rejected is { RetryAt: null })
                seen["Never"] = seen.GetValueOrDefault("Never") + 1;
        }

        private void End(Step step, int which)
        {
            var (atCall, policyAtCall) = (now, policy);
            if (step.Kind == StepKind.Settle)
            {
                Assert.Equal(
                    naive.Settle(policy, entries[which], step.Usage, now),
                    account.Settle(policy, reservations[which], step.Usage, now));
                calls.Add((other, made) => other.Settle(policyAtCall, made[which], step.Usage, atCall));
            }
            else
            {
                Assert.Equal(naive.Release(entries[which], now), account.Release(reservations[which], now));
                calls.Add((other, made) => other.Release(made[which], atCall));
            }
        }

        /// <summary>Another account to which the same happened.</summary>
        private Account Again()
        {
            var again = new Account(history.Terms);
            var made = new List<Reservation>();
            foreach (var call in calls)
                call(again, made);
            return again;
        }
    }
}
