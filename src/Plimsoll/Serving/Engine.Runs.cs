using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <content>Runs of steps that only give a token to each sequence of the batch.</content>
public sealed partial class Engine
{
    // Keeps the length of a run within the range of FineTime: less than ten hours.
    private const long LongestRun = 1L << 61;

    private long steps;
    private FineTime slope;

    private FineTime SumOnLine(long count) => stage == Stage.Run && slope.Units != 0
        ? (step.Time * count) + (slope * (count * (count - 1) / 2))
        : step.Time * count;

    private void BeginRun(long most)
    {
        var (sequences, context) = (batch.Decoding, batch.DecodeContext);
        var line = times.Decode(sequences, context);
        step = new() { Sequences = sequences, Context = context, Time = line.Time };
        slope = line.PerToken * sequences;
        steps = Math.Min(most, ((line.Until - context) / sequences) + 1);
        var longest = Math.Max(line.Time.Units, (double)line.Time.Units + ((double)slope.Units * (steps - 1)));
        if (longest * steps > LongestRun)
            steps = Math.Max(1, (long)(LongestRun / longest));
        stage = Stage.Run;
    }

    private void EndSteps(long count)
    {
        if (count == 0)
            return;
        var ended = count;
        if (settings.FormsAhead)
        {
            EndCurrent();
            ended--;
            current = step with
            {
                Time = step.Time + (slope * ended),
                Context = step.Context + (step.Sequences * ended),
            };
        }

        Tally.AddDecodes(step.Sequences, step.Context, ended);
        batch.Gaps?.AddLine(step.Time, slope, ended, step.Sequences);
        Pass(SumOnLine(ended));
        step.Time += slope * count;
        step.Context += step.Sequences * count;
        steps -= count;
        if (steps == 0)
            stage = Stage.Between;
        batch.At = new(at);
        batch.TakeSteady(count, current.Time, After(current.Time));
    }

    /// <summary>Ends a run with the step in progress, where what would follow is no longer the same.</summary>
    private void CutRun(Instant now)
    {
        if (stage != Stage.Run || batch.IsSteady)
            return;
        if (at == now.UnixNanoseconds)
            stage = Stage.Between;
        else
            steps = 1;
    }

    /// <summary>Steps of the run that have ended by an instant before its end.</summary>
    private long StepsBy(long now)
    {
        var limit = ((now - at + 1) * FineTime.PerNanosecond) - 1 - rest.Units;
        if (!settings.FormsAhead)
            return StepsOnLine(limit, steps);
        return limit < current.Time.Units ? 0 : 1 + StepsOnLine(limit - current.Time.Units, steps - 1);
    }

    private long StepsOnLine(long limit, long most)
    {
        if (limit < step.Time.Units)
            return 0;
        if (slope.Units == 0)
            return Math.Min(most, limit / step.Time.Units);
        var half = slope.Units / 2.0;
        var linear = step.Time.Units - half;
        var root = Math.Sqrt(Math.Max(0, (linear * linear) + (4 * half * limit)));
        var count = (long)Math.Clamp((root - linear) / (2 * half), 0, most);
        while (SumOnLine(count).Units > limit)
            count--;
        while (count < most && SumOnLine(count + 1).Units <= limit)
            count++;
        return count;
    }
}
