using Plimsoll.Limits;
using Plimsoll.Limits.Replay;
using Plimsoll.Quantities;
using Plimsoll.Scenarios;
using Plimsoll.Scenarios.Compile;

namespace Plimsoll.Cli.Tests.Commands;

/// <summary>
/// The log that the shipped scenario comes with: three users who do the same on the day before the limits of 6 May 2026
/// were raised and on the day itself. The users are invented; what they meet is decided by the engine.
/// </summary>
internal sealed class ExampleLog
{
    private static readonly ScopeName alice = ScopeName.Parse("alice");
    private static readonly ScopeName bob = ScopeName.Parse("bob");
    private static readonly ScopeName acme = ScopeName.Parse("acme");
    private static readonly ScopeName ci = ScopeName.Parse("acme/ci");
    private static readonly Duration minute = Duration.FromMinutes(1);
    private static readonly Duration second = Duration.FromSeconds(1);
    private static readonly Instant begin = Instant.FromDate(new DateOnly(2026, 5, 5));

    private readonly List<LimitEvent> events = [];
    private readonly PriorityQueue<Action<Instant>, (Instant At, int Sequence)> agenda = new();
    private readonly ReplayedBook book;
    private int scheduled;
    private int asked;

    private ExampleLog(PolicyTimeline timeline) => book = new ReplayedBook(timeline);

    /// <summary>The text of the log.</summary>
    /// <param name="scenario">Path of the scenario whose policy decides.</param>
    /// <param name="pinned">Date whose policy is in force all the time; null: versions at their dates.</param>
    public static string Write(string scenario, DateOnly? pinned = null)
    {
        var loaded = Assert.IsType<LoadResult.Loaded>(ScenarioFile.Load(scenario));
        var timeline = PolicyCompiler.Compile(loaded.Document.Spec);
        var log = new ExampleLog(pinned is { } date ? OtherPolicy.Pinned(timeline, date) : timeline);
        log.Open();
        foreach (var day in new[] { begin, begin + Duration.FromDays(1) })
        {
            log.At(day + Duration.FromHours(13), at => log.Code(alice, "opus", at, at + Duration.FromHours(3)));
            log.At(day + Duration.FromHours(14), at => log.Code(bob, "sonnet", at, at + Duration.FromHours(3)));
            for (var hour = 9; hour < 14; hour++)
                log.At(day + Duration.FromHours(hour), log.Build);
        }

        while (log.agenda.TryDequeue(out var act, out var when))
            act(when.At);
        return LimitLog.Write(log.events);
    }

    private void Open()
    {
        var anchor = begin - Duration.FromHours(40);
        Happen(new BookOpened(begin));
        Happen(new ScopeAdded(begin, alice, ScopeLevel.Seat, ["pro"], anchor));
        Happen(new ScopeAdded(begin, bob, ScopeLevel.Seat, ["max-5x"], anchor));
        Happen(new ScopeAdded(begin, acme, ScopeLevel.Organization, ["tier-1"], default));
        Happen(new ScopeAdded(begin, ci, ScopeLevel.Key, [], default));
    }

    /// <summary>An agent that works on and on; when it is refused, its user looks again after half an hour.</summary>
    private void Code(ScopeName user, string modelClass, Instant at, Instant until)
    {
        if (at >= until)
            return;
        var turn = asked % 7;
        var usage = Usage(900 + (turn * 250), 6_000 + (turn * 900), 70_000, 2_600 + (turn * 210));
        var isAdmitted = Ask(at, user, modelClass, "claude-code", usage with { Output = new Tokens(3_000) }, usage);
        At(at + (isAdmitted ? minute * 6 : minute * 30), next => Code(user, modelClass, next, until));
    }

    /// <summary>A build that sends four reviews within ten seconds, and no refused one again.</summary>
    private void Build(Instant at)
    {
        for (var i = 0; i < 4; i++)
            At(at + (second * (1 + (3 * i))), Review);
    }

    private void Review(Instant at)
    {
        var usage = Usage(11_400, 0, 0, 850);
        Ask(at, ci, "opus", "api", usage with { Output = new Tokens(1_000) }, usage);
    }

    private bool Ask(
        Instant at, ScopeName user, string modelClass, string product, TokenUsage estimate, TokenUsage actual)
    {
        var request = $"r{++asked:000}";
        var one = new RequestAsked(at)
        {
            Request = request,
            Scope = user,
            Class = modelClass,
            Product = product,
            Estimate = estimate,
            Decision = new RecordedDecision.Admitted(Lane.Standard, false),
        };
        one = one with { Decision = book.Ask(one) };
        events.Add(one);
        if (!one.Decision.IsAdmitted)
            return false;

        // Every 29th fails before any output; the others end a second for every 60 tokens of output later.
        var end = at + (second * (actual.Output.Value / 60));
        At(end, ended => Happen(asked % 29 == 0
            ? new RequestReleased(ended, request)
            : new RequestSettled(ended, request, actual)));
        return true;
    }

    private void Happen(LimitEvent one)
    {
        book.Apply(one);
        events.Add(one);
    }

    private void At(Instant at, Action<Instant> act) => agenda.Enqueue(act, (at, scheduled++));

    private static TokenUsage Usage(long input, long write, long read, long output) =>
        new(new Tokens(input), new Tokens(write), new Tokens(read), new Tokens(output));
}
