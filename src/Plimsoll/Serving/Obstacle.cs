using System.Globalization;
using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <summary>Why no operating point exists for a class on an accelerator. <c>ToString</c> says it for people.</summary>
public abstract record Obstacle
{
    private Obstacle()
    {
    }

    /// <summary>The widest replica cannot hold the weights and the cache of a single sequence.</summary>
    /// <param name="Needed">Weights and the cache of one average request at its end.</param>
    /// <param name="Available">What the widest replica has for them.</param>
    public sealed record Memory(ByteSize Needed, ByteSize Available) : Obstacle
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"needs {Needed.Bytes / 1e9:0.#} GB of memory, the widest replica has {Available.Bytes / 1e9:0.#} GB");
    }

    /// <summary>The first token comes too late even with a single sequence.</summary>
    /// <param name="Best">Shortest time to first token of any width.</param>
    /// <param name="Objective">Longest that is allowed.</param>
    public sealed record Ttft(Duration Best, Duration Objective) : Obstacle
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"cannot meet TTFT: at best {Best.Seconds:0.###} s, the objective is {Objective.Seconds:0.###} s");
    }

    /// <summary>Tokens come too slowly even with a single sequence.</summary>
    /// <param name="Best">Shortest time per output token of any width.</param>
    /// <param name="Objective">Longest that is allowed.</param>
    public sealed record Tpot(Duration Best, Duration Objective) : Obstacle
    {
        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"cannot meet TPOT: at best {Best.Seconds:0.#####} s, the objective is {Objective.Seconds:0.#####} s");
    }
}
