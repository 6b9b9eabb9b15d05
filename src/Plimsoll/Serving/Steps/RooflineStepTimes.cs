using Plimsoll.Quantities;
using Plimsoll.Supply;

namespace Plimsoll.Serving.Steps;

/// <summary>
/// Step times of a replica by <see cref="Roofline"/>. Decoding follows chords of the formula, each as long as
/// <see cref="Tolerance"/> allows, because a run of steps on one chord is summed at once. Chords are laid when a number
/// of sequences is first asked for; every answer is the same in whatever order they are asked. Not thread-safe.
/// </summary>
public sealed class RooflineStepTimes : IStepTimes
{
    /// <summary>How far a chord may lie above the formula, as a part of the step's time.</summary>
    public const double Tolerance = 1e-4;

    // Knots may stand at 64 places in every doubling of the context, and at every token below 64.
    private const int KnotsPerDoubling = 64;
    private const int KnotBits = 6;

    // 2^34 tokens: beyond, the last chord goes on. Memory is then all that matters, and the formula straight; and even
    // at megabytes a token the time is one that FineTime can hold.
    private const int LastKnot = (34 - KnotBits + 1) * KnotsPerDoubling;

    private const double SecondsPerUnit = 1.0 / FineTime.PerNanosecond / Duration.NanosecondsPerSecond;

    private readonly Accelerator accelerator;
    private readonly ModelShape shape;
    private readonly int width;
    private Chord[]?[] chords = new Chord[]?[64];

    /// <summary>Times the steps of one replica.</summary>
    /// <param name="accelerator">What the replica is made of.</param>
    /// <param name="shape">Model that it serves.</param>
    /// <param name="width">Accelerators that it spans. 1 or more.</param>
    public RooflineStepTimes(Accelerator accelerator, ModelShape shape, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        this.accelerator = accelerator;
        this.shape = shape;
        this.width = width;
    }

    /// <inheritdoc/>
    public DecodeLine Decode(int sequences, long context)
    {
        var found = ChordAt(ChordsOf(sequences), context);
        return new(found.Time + (found.PerToken * (context - found.From)), found.PerToken, found.Until);
    }

    /// <inheritdoc/>
    public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill)
    {
        double tokens = 0;
        double attended = 0;
        foreach (var part in prefill)
        {
            tokens += part.Tokens;
            attended += part.Tokens * (part.Context + (part.Tokens / 2.0));
        }

        var load = new StepLoad(
            sequences, sequences == 0 ? 0 : context / (double)sequences, tokens, tokens == 0 ? 0 : attended / tokens);
        return AtLeastOneNanosecond(Roofline.StepSeconds(accelerator, shape, width, load));
    }

    // Token count of a knot: 0, 1 … 64, 65 … 128, 130 … 256, 260 …
    private static long Knot(int index)
    {
        if (index < 2 * KnotsPerDoubling)
            return index;

        var doubling = (index >> KnotBits) - 1;
        return (long)((index & (KnotsPerDoubling - 1)) + KnotsPerDoubling) << doubling;
    }

    private static Chord ChordAt(Chord[] laid, long context)
    {
        var low = 0;
        var high = laid.Length - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (laid[middle].From <= context)
                low = middle;
            else
                high = middle - 1;
        }

        return laid[low];
    }

    private static FineTime AtLeastOneNanosecond(double seconds)
    {
        var time = FineTime.FromSeconds(seconds);
        return time.Units < FineTime.PerNanosecond ? new(FineTime.PerNanosecond) : time;
    }

    private Chord[] ChordsOf(int sequences)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sequences, 1);
        if (sequences >= chords.Length)
            Array.Resize(ref chords, Math.Max(sequences + 1, chords.Length * 2));
        return chords[sequences] ??= Lay(sequences);
    }

    // From the left, each chord to the farthest knot that keeps the tolerance, found by doubling and bisection.
    private Chord[] Lay(int sequences)
    {
        var laid = new List<Chord>();
        for (var from = 0; from < LastKnot;)
        {
            var kept = from + 1;
            var tooFar = LastKnot + 1;
            for (var next = Math.Min(from + 2, LastKnot); kept + 1 < tooFar;)
            {
                if (Keeps(sequences, Knot(from), Knot(next)))
                    kept = next;
                else
                    tooFar = next;
                next = tooFar > LastKnot
                    ? Math.Min(LastKnot, from + (2 * (kept - from)))
                    : kept + ((tooFar - kept) / 2);
                if (kept == LastKnot)
                    break;
            }

            laid.Add(Between(sequences, Knot(from), Knot(kept), kept == LastKnot));
            from = kept;
        }

        return [.. laid];
    }

    private Chord Between(int sequences, long from, long to, bool last)
    {
        var start = AtLeastOneNanosecond(Seconds(sequences, from));
        var rise = AtLeastOneNanosecond(Seconds(sequences, to)) - start;
        return new(from, last ? long.MaxValue : to - 1, start, new((rise.Units + ((to - from) / 2)) / (to - from)));
    }

    // The formula is convex in the context: the distance to a chord has one peak, which neither evenly nor
    // geometrically spaced places can miss by more than the half of the tolerance that is kept in reserve.
    private bool Keeps(int sequences, long from, long to)
    {
        const int Places = 10;
        var start = Seconds(sequences, from);
        var end = Seconds(sequences, to);

        // A slope is a whole number of units per token, off by half a unit at most: that adds up over a long chord.
        if ((to - from) * SecondsPerUnit > Tolerance / 2 * start)
            return false;
        var ratio = Math.Pow((to + 1.0) / (from + 1.0), 1.0 / Places);
        var geometric = from + 1.0;
        for (var place = 1; place < Places; place++)
        {
            geometric *= ratio;
            var even = place / (double)Places;
            if (!Near(even) || !Near((geometric - 1 - from) / (to - from)))
                return false;
        }

        return true;

        bool Near(double part)
        {
            var exact = Seconds(sequences, from + (part * (to - from)));
            return Math.Abs(start + (part * (end - start)) - exact) <= Tolerance / 2 * exact;
        }
    }

    private double Seconds(int sequences, double context) =>
        Roofline.StepSeconds(accelerator, shape, width, new(sequences, context / sequences, 0, 0));

    private readonly record struct Chord(long From, long Until, FineTime Time, FineTime PerToken);
}
