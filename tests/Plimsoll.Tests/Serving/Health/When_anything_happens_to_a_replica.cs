using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Quantities;
using Plimsoll.Serving.Health;
using Outcome = Plimsoll.Serving.Health.Outcome;

namespace Plimsoll.Tests.Serving.Health;

public sealed class When_anything_happens_to_a_replica
{
    private static readonly HealthSettings Settings = new() { Consecutive = 3, Samples = 6 };
    private static readonly Instant Noon = Instant.FromDate(new DateOnly(2026, 5, 6)) + Duration.FromHours(12);

    /// <summary>A step is to give, to end one that was given, to probe or to wait.</summary>
    private enum Kind
    {
        Give,
        Serve,
        Fail,
        Fill,
        Lose,
        ProbeWell,
        ProbeIll,
        Wait,
    }

    private static Arbitrary<(Kind Kind, int Much)[]> Steps => Gen.Elements(Enum.GetValues<Kind>())
        .Zip(Gen.Choose(0, 20))
        .Select(pair => (pair.Item1, pair.Item2))
        .ArrayOf()
        .ToArbitrary();

    [Fact]
    public void An_ejection_lasts_from_the_first_to_the_longest_and_ends_by_itself() => Check.One(Cases, Prop.ForAll(
        Steps,
        steps => Play(steps, (story, _) =>
        {
            var verdict = story.Verdict;
            Assert.Equal(verdict.Takes, verdict.Until is null && verdict.Standing != Standing.Down);
            if (verdict.Until is not { } until)
                return;
            Assert.InRange(until.UnixNanoseconds, story.Now.UnixNanoseconds + 1, long.MaxValue);
            var longest = verdict.Standing == Standing.Full ? Settings.LongestBackOff : Settings.LongestEjection;
            Assert.True(until <= story.Now + longest);
            Assert.NotEqual(verdict, story.State.At(until, Settings));
        })));

    [Fact]
    public void One_that_never_fails_is_never_ejected() => Check.One(Cases, Prop.ForAll(
        Steps,
        steps => Play(steps.Where(step => step.Kind != Kind.Fail), (story, _) =>
            Assert.Equal(0, story.State.Ejections))));

    [Fact]
    public void It_takes_no_second_request_on_trial_before_the_first_ended_or_took_too_long() =>
        Check.One(Cases, Prop.ForAll(Steps, steps =>
        {
            Instant? trial = null;
            Play(steps, (story, step) =>
            {
                if (step is Kind.Give && story.Standing == Standing.OnTrial)
                {
                    Assert.True(trial is null || story.Now >= trial + Settings.Ejection);
                    trial = story.Now;
                }
                else if (step is not (Kind.Give or Kind.Wait or Kind.ProbeWell or Kind.ProbeIll))
                {
                    trial = null;
                }
            });
        }));

    [Fact]
    public void Whatever_happened_it_is_healthy_again_once_it_serves() => Check.One(Cases, Prop.ForAll(Steps, steps =>
    {
        var story = Play(steps, (_, _) => { }).Probe(true);
        for (var i = 0; i < 3 && story.Standing != Standing.Healthy; i++)
        {
            if (story.Verdict.Until is { } until)
                story.Wait(until - story.Now);
            if (story.Verdict.Takes)
                story.End(Outcome.Served);
        }

        Assert.Equal(Standing.Healthy, story.Standing);
    }));

    [Fact]
    public void The_same_events_make_the_same_state() => Check.One(Cases, Prop.ForAll(Steps, steps =>
        Assert.Equal(Play(steps, (_, _) => { }).State, Play(steps, (_, _) => { }).State)));

    private static Config Cases => Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20260506, 1);

    /// <summary>Plays steps as a router would: requests are given only where they are taken.</summary>
    private static Story Play(IEnumerable<(Kind Kind, int Much)> steps, Action<Story, Kind> watch)
    {
        var story = new Story(Settings, Noon);
        var given = new List<int>();
        foreach (var (kind, much) in steps)
        {
            if (kind == Kind.Give && story.Verdict.Takes)
            {
                watch(story, kind);
                given.Add(story.Give());
            }
            else if (OutcomeOf(kind, much) is { } outcome && given.Count > 0)
            {
                var era = given[much % given.Count];
                given.Remove(era);
                story.End(era, outcome);
                watch(story, kind);
            }
            else if (kind is Kind.ProbeWell or Kind.ProbeIll)
            {
                story.Probe(kind == Kind.ProbeWell);
                watch(story, kind);
            }
            else if (kind == Kind.Wait)
            {
                story.Wait(Duration.FromSeconds(much));
                watch(story, kind);
            }
        }

        return story;
    }

    private static Outcome? OutcomeOf(Kind kind, int much) => kind switch
    {
        Kind.Serve => Outcome.Served,
        Kind.Fail => Outcome.Failed,
        Kind.Fill => new Outcome.Full(much % 3 == 0 ? null : Duration.FromSeconds(much), IsRate: much % 2 == 0),
        Kind.Lose => Outcome.Nothing,
        _ => null,
    };
}
