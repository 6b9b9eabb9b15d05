using Plimsoll.Quantities;
using Plimsoll.Serving.Health;

namespace Plimsoll.Tests.Serving.Health;

/// <summary>What happens to one replica, told step by step.</summary>
internal sealed class Story(HealthSettings settings, Instant now)
{
    public HealthState State { get; private set; }

    public Instant Now { get; private set; } = now;

    public Verdict Verdict => State.At(Now, settings);

    public Standing Standing => Verdict.Standing;

    public Story Wait(Duration time)
    {
        Now += time;
        return this;
    }

    /// <summary>Gives it a request, whose era comes back.</summary>
    public int Give()
    {
        var era = State.Era;
        State = State.Given(Now);
        return era;
    }

    public Story End(int era, Outcome outcome)
    {
        State = State.Ended(outcome, era, Now, settings);
        return this;
    }

    /// <summary>Gives it requests one after the other, each of which ends so.</summary>
    public Story End(Outcome outcome, int times = 1)
    {
        for (var i = 0; i < times; i++)
            End(Give(), outcome);
        return this;
    }

    public Story Probe(bool hasAnswered)
    {
        State = State.Probed(hasAnswered);
        return this;
    }
}
