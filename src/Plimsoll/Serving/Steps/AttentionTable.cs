namespace Plimsoll.Serving.Steps;

/// <summary>
/// Time of one layer's attention over a grid of four measures, straight between measured points along each of them. A
/// pair of chunk and sequences that was not measured takes its place from the nearest pair that was. Immutable, safe
/// from any thread.
/// </summary>
public sealed class AttentionTable
{
    private readonly double[] _chunks;
    private readonly double[] _sequences;
    private readonly Slice[] _slices;

    /// <summary>Makes a table from its measured points, in any order.</summary>
    /// <exception cref="ArgumentException">There is no point, or one was measured twice.</exception>
    public AttentionTable(IReadOnlyCollection<AttentionPoint> points)
    {
        if (points.Count == 0)
        {
            throw new ArgumentException("No measured point of attention: at least one is needed.");
        }

        var slices = points.GroupBy(point => (point.Chunk, point.Sequences))
            .ToDictionary(group => group.Key, group => new Slice(group));
        _chunks = Axis(points.Select(point => point.Chunk));
        _sequences = Axis(points.Select(point => point.Sequences));
        _slices = (from chunk in _chunks
                   from sequences in _sequences
                   select Nearest(slices, chunk, sequences)).ToArray();
    }

    /// <summary>Time in microseconds.</summary>
    /// <param name="chunk">Input tokens computed.</param>
    /// <param name="before">Tokens in the cache before them.</param>
    /// <param name="sequences">Sequences that get one token.</param>
    /// <param name="context">Mean tokens in the cache of each of them.</param>
    public double At(double chunk, double before, double sequences, double context)
    {
        (int low, int high, double share) = KernelCurve.Bracket(_chunks, chunk);
        double below = AtChunk(low, before, sequences, context);
        return low == high ? below : below + (share * (AtChunk(high, before, sequences, context) - below));
    }

    /// <summary>The mean contexts between which time without input is a straight line around one.</summary>
    /// <param name="sequences">Sequences that get one token.</param>
    /// <param name="context">Mean tokens in the cache of each of them.</param>
    /// <returns>
    /// The largest measured context at or below, 0 when none is; the next, infinite beyond all but one.
    /// </returns>
    public (double From, double To) Segment(double sequences, double context)
    {
        (int low, int high, _) = KernelCurve.Bracket(_sequences, sequences);
        (double from, double to) = _slices[low].Segment(context);
        (double otherFrom, double otherTo) = _slices[high].Segment(context);
        return (Math.Max(from, otherFrom), Math.Min(to, otherTo));
    }

    private static double[] Axis(IEnumerable<int> values) =>
        values.Distinct().Order().Select(value => (double)value).ToArray();

    private static Slice Nearest(
        Dictionary<(int Chunk, int Sequences), Slice> slices, double chunk, double sequences) =>
        slices.TryGetValue(((int)chunk, (int)sequences), out Slice? slice)
            ? slice
            : slices.OrderBy(pair => Distance(pair.Key, chunk, sequences))
                .ThenBy(pair => pair.Key).First().Value;

    private static double Distance((int Chunk, int Sequences) pair, double chunk, double sequences) =>
        ((pair.Chunk - chunk) * (pair.Chunk - chunk)) +
        ((pair.Sequences - sequences) * (pair.Sequences - sequences));

    private double AtChunk(int chunk, double before, double sequences, double context)
    {
        (int low, int high, double share) = KernelCurve.Bracket(_sequences, sequences);
        double below = _slices[(chunk * _sequences.Length) + low].At(before, context);
        return low == high
            ? below
            : below + (share * (_slices[(chunk * _sequences.Length) + high].At(before, context) - below));
    }

    /// <summary>What was measured at one chunk and one number of sequences.</summary>
    private sealed class Slice
    {
        private readonly double[] _before;
        private readonly double[][] _contexts;
        private readonly KernelCurve[] _times;

        internal Slice(IEnumerable<AttentionPoint> points)
        {
            AttentionPoint[][] rows = points.GroupBy(point => point.Before).OrderBy(row => row.Key)
                .Select(row => row.OrderBy(point => point.Context).ToArray()).ToArray();
            _before = rows.Select(row => (double)row[0].Before).ToArray();
            _contexts = rows.Select(row => row.Select(point => (double)point.Context).ToArray()).ToArray();
            _times = rows.Select((row, index) => new KernelCurve(
                _contexts[index], row.Select(point => point.Microseconds).ToArray())).ToArray();
        }

        internal double At(double before, double context)
        {
            (int low, int high, double share) = KernelCurve.Bracket(_before, before);
            double below = _times[low].At(context);
            return low == high ? below : below + (share * (_times[high].At(context) - below));
        }

        internal (double From, double To) Segment(double context)
        {
            double[] axis = _contexts[0];
            if (axis.Length == 1)
            {
                return (0, double.PositiveInfinity);
            }

            if (context < axis[0])
            {
                return (0, axis[0]);
            }

            int found = Array.BinarySearch(axis, context);
            int low = Math.Min(found >= 0 ? found : ~found - 1, axis.Length - 2);
            return (axis[low], low == axis.Length - 2 ? double.PositiveInfinity : axis[low + 1]);
        }
    }
}
