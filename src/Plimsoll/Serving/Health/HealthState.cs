using Plimsoll.Quantities;

namespace Plimsoll.Serving.Health;

/// <summary>
/// What is known of one replica's health: a circuit breaker over the ends of its requests, probes, and how long it
/// asked to be left alone. A value: each event makes another, and the same events make the same. <c>default</c>:
/// healthy, and nothing was seen yet.
/// </summary>
/// <remarks>
/// The breaker is closed (requests pass), open (ejected, until an instant) or half-open (one request at a time, whose
/// end closes it or opens it for twice as long). A request that was given before the breaker last changed says nothing
/// any more: its <see cref="Era"/> is over.
/// </remarks>
public readonly record struct HealthState
{
    private Counts Current { get; init; }

    private Counts Last { get; init; }

    private Instant WindowFrom { get; init; }

    private Instant ClosedAt { get; init; }

    private Instant? EjectedUntil { get; init; }

    private Instant? TrialSince { get; init; }

    private Instant FullUntil { get; init; }

    private bool IsFullByRate { get; init; }

    private int Fulls { get; init; }

    private int Doublings { get; init; }

    /// <summary>Failures one after the other.</summary>
    public int Failures { get; private init; }

    /// <summary>Probes failed one after the other.</summary>
    public int ProbesFailed { get; private init; }

    /// <summary>How often the breaker changed. A request belongs to the one in which it was given.</summary>
    public int Era { get; private init; }

    /// <summary>How often it was ejected.</summary>
    public int Ejections { get; private init; }

    /// <summary>Whether it is given requests at an instant.</summary>
    public Verdict At(Instant now, HealthSettings settings)
    {
        if (ProbesFailed >= settings.Probes)
            return new(Standing.Down, null);
        if (EjectedUntil is { } ejected)
        {
            if (now < ejected)
                return new(Standing.Ejected, ejected);
            if (TrialSince is { } since && now < since + settings.Ejection)
                return new(Standing.OnTrial, since + settings.Ejection);
        }

        if (now < FullUntil)
            return new(Standing.Full, FullUntil);
        return new(EjectedUntil is null ? Standing.Healthy : Standing.OnTrial, null);
    }

    /// <summary>
    /// After a request was given to it. While it is on trial no other follows until that one ended; one that takes
    /// longer than a first ejection lasts is waited for no longer.
    /// </summary>
    public HealthState Given(Instant now) => EjectedUntil is null ? this : this with { TrialSince = now };

    /// <summary>After a request ended.</summary>
    /// <param name="outcome">What its end says.</param>
    /// <param name="era">The <see cref="Era"/> in which it was given.</param>
    /// <param name="now">The instant.</param>
    /// <param name="settings">What to make of it.</param>
    public HealthState Ended(Outcome outcome, int era, Instant now, HealthSettings settings)
    {
        if (outcome is Outcome.Full full)
            return (era == Era && EjectedUntil is not null ? Answered(now) : this).LeftAlone(full, now, settings);

        // A request that ended leaves a place, which makes no difference to a rate.
        var hasRoom = outcome == Outcome.Served && (!IsFullByRate || now >= FullUntil);
        var state = hasRoom ? this with { FullUntil = default, Fulls = 0 } : this;
        if (era != Era)
            return state;
        if (outcome == Outcome.Nothing)
            return state with { TrialSince = null };
        if (outcome == Outcome.Served)
            return state.Answered(now).Counted(new(1, 0), now, settings).Calmed(now, settings);
        if (EjectedUntil is not null)
            return state.Ejected(now, settings);
        state = state.Counted(new(0, 1), now, settings) with { Failures = Failures + 1 };
        return state.HasFailedTooOften(settings) ? state.Ejected(now, settings) : state;
    }

    /// <summary>After it was probed.</summary>
    public HealthState Probed(bool hasAnswered) =>
        this with { ProbesFailed = hasAnswered ? 0 : Math.Min(ProbesFailed, int.MaxValue - 1) + 1 };

    /// <summary>It answered: the breaker closes, if it was not closed.</summary>
    private HealthState Answered(Instant now) => EjectedUntil is null
        ? this with { Failures = 0 }
        : this with { Failures = 0, EjectedUntil = null, TrialSince = null, ClosedAt = now, Era = Era + 1 };

    /// <summary>Counts an end in its window, which is followed by an empty one.</summary>
    private HealthState Counted(Counts end, Instant now, HealthSettings settings)
    {
        var age = now - WindowFrom;
        if (age < settings.Window)
            return this with { Current = Current + end };
        return this with { Last = age < settings.Window * 2 ? Current : default, Current = end, WindowFrom = now };
    }

    /// <summary>Once it has served for a window, the next ejection is a first one again.</summary>
    private HealthState Calmed(Instant now, HealthSettings settings) =>
        now - ClosedAt < settings.Window ? this : this with { Doublings = 0 };

    private bool HasFailedTooOften(HealthSettings settings)
    {
        var (served, failed) = Current + Last;
        return Failures >= settings.Consecutive
            || (served + failed >= settings.Samples && failed >= settings.Ratio * (served + failed));
    }

    private HealthState Ejected(Instant now, HealthSettings settings) => this with
    {
        EjectedUntil = now + Doubled(settings.Ejection, Doublings, settings.LongestEjection),
        TrialSince = null,
        Doublings = Doublings + 1,
        Ejections = Ejections + 1,
        Era = Era + 1,
        Failures = 0,
        Current = default,
        Last = default,
    };

    private HealthState LeftAlone(Outcome.Full full, Instant now, HealthSettings settings)
    {
        var asked = full.RetryAfter ?? Doubled(settings.BackOff, Fulls, settings.LongestBackOff);
        var until = now + (asked < settings.LongestBackOff ? asked : settings.LongestBackOff);
        return this with
        {
            FullUntil = until > FullUntil ? until : FullUntil,
            IsFullByRate = until > FullUntil ? full is { IsRate: true, RetryAfter: not null } : IsFullByRate,
            Fulls = Fulls + 1,
        };
    }

    private static Duration Doubled(Duration first, int times, Duration longest)
    {
        while (times-- > 0 && first < longest)
            first *= 2;
        return first < longest ? first : longest;
    }

    /// <summary>Ends of requests in a window.</summary>
    private readonly record struct Counts(int Served, int Failed)
    {
        // A window with more than this is as good as one that stops counting there.
        private const int Most = 1 << 29;

        public static Counts operator +(Counts left, Counts right) =>
            new(Math.Min(Most, left.Served + right.Served), Math.Min(Most, left.Failed + right.Failed));
    }
}
