using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Plimsoll.Planning.Outages;

/// <summary>
/// Adds independent capacities one after the other. Two buffers take turns, and only the part of them is touched in
/// which anything can be: of ten thousand units a small part of all capacities.
/// </summary>
internal sealed class Convolution
{
    private Buffer now;
    private Buffer next;
    private int low;
    private int high;

    /// <summary>Starts with nothing, for certain.</summary>
    /// <param name="size">The most that all parts together can reach, in strides above the least, plus 1.</param>
    public Convolution(int size)
    {
        (now, next) = (new(size), new(size));
        now.Probability[0] = 1;
    }

    private readonly record struct Buffer(double[] Probability, double[] Flow)
    {
        public Buffer(int size)
            : this(new double[size], new double[size])
        {
        }
    }

    /// <summary>Adds a part, whose states lie a multiple of the stride above its least.</summary>
    public void Add(CapacityDistribution part, int stride)
    {
        var length = high - low + 1;
        var reach = (part.Most - part.Least) / stride;
        next.Probability.AsSpan(low, length + reach).Clear();
        next.Flow.AsSpan(low, length + reach).Clear();
        var probability = now.Probability.AsSpan(low, length);
        var flow = now.Flow.AsSpan(low, length);
        foreach (var state in part.States)
        {
            var at = low + ((state.Steps - part.Least) / stride);
            AddScaled(next.Probability.AsSpan(at, length), probability, state.Probability);
            AddScaled(next.Flow.AsSpan(at, length), flow, state.Probability);
            if (state.Flow != 0)
                AddScaled(next.Flow.AsSpan(at, length), probability, state.Flow);
        }

        high += reach;
        (now, next) = (next, now);
        while (low < high && now.Probability[low] < CapacityDistribution.Negligible)
            low++;
        while (high > low && now.Probability[high] < CapacityDistribution.Negligible)
            high--;
    }

    /// <summary>What the sum is.</summary>
    /// <param name="least">The least capacity of all parts together.</param>
    /// <param name="stride">Steps between two places of the buffer.</param>
    public ImmutableArray<CapacityStep> States(int least, int stride)
    {
        var states = ImmutableArray.CreateBuilder<CapacityStep>(high - low + 1);
        for (var i = low; i <= high; i++)
        {
            if (now.Probability[i] != 0)
                states.Add(new(least + (i * stride), now.Probability[i], now.Flow[i]));
        }

        return states.DrainToImmutable();
    }

    private static void AddScaled(Span<double> to, ReadOnlySpan<double> from, double factor)
    {
        var wideTo = MemoryMarshal.Cast<double, Vector<double>>(to);
        var wideFrom = MemoryMarshal.Cast<double, Vector<double>>(from);
        var factors = new Vector<double>(factor);
        for (var i = 0; i < wideTo.Length; i++)
            wideTo[i] += wideFrom[i] * factors;
        for (var i = wideTo.Length * Vector<double>.Count; i < to.Length; i++)
            to[i] += from[i] * factor;
    }
}
