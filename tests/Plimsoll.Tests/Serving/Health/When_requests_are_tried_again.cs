using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Quantities;
using Plimsoll.Serving.Health;

namespace Plimsoll.Tests.Serving.Health;

public sealed class When_requests_are_tried_again
{
    private static readonly RetrySettings Settings = new() { Share = 0.2, PerSecond = 0.5, Saved = 4 };
    private static readonly Instant Noon = Instant.FromDate(new DateOnly(2026, 5, 6)) + Duration.FromHours(12);

    [Fact]
    public void What_was_saved_is_spent_and_five_requests_bring_one_more()
    {
        var budget = RetryBudget.Begin(Noon, Settings);
        for (var i = 0; i < 4; i++)
            Assert.True(Take(ref budget, Noon));
        Assert.False(Take(ref budget, Noon));

        for (var i = 0; i < 5; i++)
            budget = budget.Asked(Noon, Settings);

        Assert.True(Take(ref budget, Noon));
        Assert.False(Take(ref budget, Noon));
    }

    [Fact]
    public void A_quiet_service_gets_one_back_in_time()
    {
        var budget = RetryBudget.Begin(Noon, Settings with { Saved = 1 });
        Take(ref budget, Noon);

        Assert.False(Take(ref budget, Noon + Duration.FromSeconds(1.5)));
        Assert.True(Take(ref budget, Noon + Duration.FromSeconds(2)));
    }

    [Fact]
    public void A_clock_that_is_set_back_brings_nothing()
    {
        var budget = RetryBudget.Begin(Noon, Settings with { Saved = 1 });
        Take(ref budget, Noon);

        Assert.False(Take(ref budget, Noon - Duration.FromHours(1)));
    }

    [Fact]
    public void There_are_never_more_than_saved_and_brought() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20260506, 1),
        Prop.ForAll(Gen.Choose(0, 9).ArrayOf().ToArbitrary(), steps =>
        {
            var (budget, now, asked, taken) = (RetryBudget.Begin(Noon, Settings), Noon, 0, 0);
            foreach (var step in steps)
            {
                if (step < 3)
                {
                    now += Duration.FromSeconds(step / 4.0);
                }
                else if (step < 6)
                {
                    (budget, asked) = (budget.Asked(now, Settings), asked + 1);
                }
                else if (Take(ref budget, now))
                {
                    taken++;
                }

                var brought = (asked * Settings.Share) + ((now - Noon).Seconds * Settings.PerSecond);
                Assert.True(taken <= Settings.Saved + brought + 1e-9);
            }
        }));

    private static bool Take(ref RetryBudget budget, Instant now)
    {
        budget = budget.Taken(now, Settings, out var isGranted);
        return isGranted;
    }
}
