using Plimsoll.Quantities;

namespace Plimsoll.Serving.Steps;

/// <summary>
/// Times of steps from measured times of their kernels: layers × (dense kernels + attention + experts + what ranks tell
/// each other) + what runs once. Ranks that run together wait for the slowest before they exchange tokens. Immutable,
/// safe from any thread.
/// </summary>
/// <remarks>
/// Seen as the times of one replica it takes the ranks beside it to carry the same load; <see cref="Together"/> takes
/// the load of each.
/// </remarks>
public sealed class KernelStepTimes : IStepTimes
{
    private const double SecondsPerMicrosecond = 1e-6;

    private readonly KernelTables _tables;
    private readonly KernelSettings _settings;
    private readonly int[] _captured;

    /// <summary>Makes times from tables.</summary>
    /// <exception cref="ArgumentException">Settings contradict each other or the tables.</exception>
    public KernelStepTimes(KernelTables tables, KernelSettings settings)
    {
        if (settings.Layers < 1 || settings.Hidden < 1 || settings.TensorParallel < 1 || settings.Ranks < 1)
        {
            throw new ArgumentException("Layers, width and both ways of spreading a model are at least 1.");
        }

        if (settings.Experts > 0 != tables.Experts is not null || settings.ExpertsPerToken > settings.Experts)
        {
            throw new ArgumentException(
                $"{settings.Experts} experts, {settings.ExpertsPerToken} a token, " +
                $"{(tables.Experts is null ? "no" : "a")} table of them: a model of experts has all three.");
        }

        if (settings.TensorParallel * settings.Ranks > 1 && settings.LinkBytesPerSecond <= 0)
        {
            throw new ArgumentException("More than one accelerator needs the bytes a second between them.");
        }

        _tables = tables;
        _settings = settings;
        _captured = settings.CaptureSizes.ToArray();
    }

    /// <inheritdoc/>
    public DecodeLine Decode(int sequences, long context)
    {
        (double from, double to) = _tables.Attention.Segment(sequences, (double)context / sequences);
        long start = Math.Min(context, (long)Math.Ceiling(from * sequences));
        bool last = double.IsPositiveInfinity(to);
        long until = last ? long.MaxValue : Math.Max(context, (long)(to * sequences));
        long other = last ? start + sequences : until;
        double first = Alike(new KernelLoad { Sequences = sequences, Context = start });
        double second = Alike(new KernelLoad { Sequences = sequences, Context = other });
        FineTime slope = other == start
            ? default
            : FineTime.FromSeconds((second - first) / (other - start) * SecondsPerMicrosecond);
        return new DecodeLine(AtLeast(first) + (slope * (context - start)), slope, until);
    }

    /// <inheritdoc/>
    public FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill) =>
        AtLeast(Alike(KernelLoad.Of(sequences, context, prefill)));

    /// <summary>Time of a step that ranks run together.</summary>
    /// <param name="loads">What each of them computes; one without work computes a token for the others.</param>
    public FineTime Together(ReadOnlySpan<KernelLoad> loads)
    {
        int most = 1;
        foreach (KernelLoad load in loads)
        {
            most = Math.Max(most, load.Tokens);
        }

        bool graph = _captured.Length > 0 && most <= _captured[^1];
        double layer = 0;
        double once = 0;
        double total = 0;
        foreach (KernelLoad load in loads)
        {
            double tokens = graph ? Padded(most) : Math.Max(load.Tokens, 1);
            total += tokens;
            layer = Math.Max(layer, Sum(_tables.Layer, tokens) + Attention(load));
            once = Math.Max(once, Sum(_tables.Step, tokens) + Sum(_tables.Sequences, Sampled(load)));
        }

        double widest = graph ? Padded(most) : most;
        return AtLeast((_settings.Layers * (layer + Experts(total) + Exchanged(widest))) + once);
    }

    private static double Sampled(KernelLoad load) => Math.Max(1, load.Sequences + load.Parts);

    private static double Sum(IReadOnlyList<KernelCurve> curves, double work)
    {
        double sum = 0;
        foreach (KernelCurve curve in curves)
        {
            sum += curve.At(work);
        }

        return sum;
    }

    private static FineTime AtLeast(double microseconds) =>
        new(Math.Max(FineTime.PerNanosecond, FineTime.FromSeconds(microseconds * SecondsPerMicrosecond).Units));

    private double Alike(KernelLoad load)
    {
        double tokens = Padded(Math.Max(load.Tokens, 1));
        double layer = Sum(_tables.Layer, tokens) + Attention(load) +
            Experts(tokens * _settings.Ranks) + Exchanged(tokens);
        return (_settings.Layers * layer) + Sum(_tables.Step, tokens) + Sum(_tables.Sequences, Sampled(load));
    }

    /// <summary>
    /// Tables hold one piece of input with tokens before it. Input of several sequences attends to fewer pairs than one
    /// piece of its length, or to more before it: what the table says of that many pairs is taken.
    /// </summary>
    private double Attention(KernelLoad load)
    {
        if (load.Tokens == 0)
        {
            return _tables.Attention.At(0, 0, 1, 1);
        }

        double context = load.Sequences == 0 ? 0 : (double)load.Context / load.Sequences;
        if (load.Chunk == 0)
        {
            return _tables.Attention.At(0, 0, load.Sequences, context);
        }

        double before = (load.Pairs - ((double)load.Chunk * load.Chunk / 2)) / load.Chunk;
        if (before >= 0)
        {
            return _tables.Attention.At(load.Chunk, before, load.Sequences, context);
        }

        double none = _tables.Attention.At(load.Chunk, 0, load.Sequences, context);
        double some = _tables.Attention.At(load.Chunk, load.Chunk, load.Sequences, context);
        double least = _tables.Attention.At(load.LongestPart, 0, load.Sequences, context);
        return Math.Min(none, Math.Max(least, none + ((some - none) * before / load.Chunk)));
    }

    /// <summary>
    /// Each token picks its experts on its own, so how many of a rank are used follows from the tokens.
    /// </summary>
    private double Experts(double tokens)
    {
        if (_tables.Experts is null)
        {
            return 0;
        }

        double missed = 1;
        double factor = 1 - ((double)_settings.ExpertsPerToken / _settings.Experts);
        for (long power = (long)tokens; power > 0; power >>= 1)
        {
            missed *= (power & 1) == 1 ? factor : 1;
            factor *= factor;
        }

        double held = (double)_settings.Experts / _settings.Ranks;
        return _tables.Experts.At(tokens / _settings.Ranks, held * (1 - missed));
    }

    /// <summary>
    /// Rings: an all-reduce after attention and after the dense part of a layer among those that split it; tokens
    /// gathered for the experts and their results scattered among ranks.
    /// </summary>
    private double Exchanged(double tokens)
    {
        double microseconds = 0;
        double row = (double)_settings.Hidden * _settings.ActivationBytes;
        double perByte = _settings.LinkBytesPerSecond > 0
            ? 1 / (_settings.LinkBytesPerSecond * SecondsPerMicrosecond)
            : 0;
        int split = _settings.TensorParallel;
        if (split > 1)
        {
            double bytes = tokens * row / split;
            int reductions = _settings.Ranks > 1 && _settings.Experts > 0 ? 1 : 2;
            microseconds += reductions * 2 * (split - 1) * (_settings.LinkLatency + (bytes * perByte));
        }

        if (_settings.Ranks > 1 && _settings.Experts > 0)
        {
            double bytes = tokens * ((2 * row) + (_settings.Experts * _settings.ActivationBytes));
            microseconds += (_settings.Ranks - 1) * ((2 * _settings.LinkLatency) + (bytes * perByte));
        }

        return microseconds;
    }

    private int Padded(int tokens)
    {
        if (_captured.Length == 0 || tokens > _captured[^1])
        {
            return tokens;
        }

        int found = Array.BinarySearch(_captured, tokens);
        return _captured[found >= 0 ? found : ~found];
    }
}
