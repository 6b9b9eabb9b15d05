using System.Net.Sockets;
using Plimsoll.Bench.Gateway.Wire;

namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>Writes the chunks of all streams from one thread, each stream on its own beat.</summary>
internal sealed class Pacer
{
    private readonly MockPlan plan;
    private readonly Lock gate = new();
    private readonly List<PacedAnswer>?[] wheel;
    private long tick = MonotonicClock.Microseconds / 1000;

    /// <summary>A pacer that has begun.</summary>
    public Pacer(MockPlan plan)
    {
        this.plan = plan;
        wheel = new List<PacedAnswer>?[plan.EveryMs + 2];
        new Thread(Run) { IsBackground = true }.Start();
    }

    /// <summary>Writes a stream's chunks and its end; the first chunk is due at once.</summary>
    public Task<bool> Write(Socket socket, AnswerForm form, long input, long output)
    {
        var answer = new PacedAnswer(socket, form, input, output, plan.Chunks);
        lock (gate)
            Schedule(answer, tick + 1);
        return answer.End;
    }

    private void Schedule(PacedAnswer answer, long due) => (wheel[due % wheel.Length] ??= []).Add(answer);

    private void Run()
    {
        while (true)
        {
            var now = MonotonicClock.Microseconds / 1000;
            while (tick < now)
                Beat();
            Thread.Sleep(1);
        }
    }

    private void Beat()
    {
        List<PacedAnswer>? due;
        long beat;
        lock (gate)
        {
            beat = ++tick;
            due = wheel[beat % wheel.Length];
            wheel[beat % wheel.Length] = null;
        }

        if (due is null)
            return;
        due.RemoveAll(answer => !answer.WriteNext());
        lock (gate)
        {
            foreach (var answer in due)
                Schedule(answer, beat + plan.EveryMs);
        }
    }
}
