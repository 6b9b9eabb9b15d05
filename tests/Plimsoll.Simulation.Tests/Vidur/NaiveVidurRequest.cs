using Plimsoll.Simulation.Vidur;

namespace Plimsoll.Simulation.Tests.Vidur;

internal sealed class NaiveVidurRequest(VidurRequest request)
{
    private double firstTokenAt = double.NaN;
    private double finishedAt = double.NaN;
    private int restarts;

    public VidurRequest Request => request;

    public int Replica { get; set; }

    public int Prefill { get; private set; } = request.Prefill;

    public int Processed { get; private set; }

    public bool PrefillComplete { get; private set; }

    public bool Completed { get; private set; }

    public double ScheduledAt { get; set; } = double.NaN;

    public VidurOutcome Outcome => new()
    {
        Request = request,
        Replica = Replica,
        FirstScheduledAt = ScheduledAt,
        FirstTokenAt = firstTokenAt,
        FinishedAt = finishedAt,
        Restarts = restarts,
    };

    public void Process(int tokens, double now)
    {
        Processed += tokens;
        if (Processed == Prefill)
        {
            PrefillComplete = true;
            Processed++;
            if (double.IsNaN(firstTokenAt))
                firstTokenAt = now;
        }

        if (Processed != request.Total)
            return;
        Completed = true;
        finishedAt = now;
    }

    public void Restart()
    {
        (Prefill, Processed, PrefillComplete) = (Processed, 0, false);
        restarts++;
    }
}
