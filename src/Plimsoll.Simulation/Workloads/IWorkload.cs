using Plimsoll.Quantities;
using Plimsoll.Simulation.Measures;

namespace Plimsoll.Simulation.Workloads;

/// <summary>Where requests come from: a trace, a generator, or users who wait for answers before they go on.</summary>
public interface IWorkload
{
    /// <summary>Tokens that a name in <see cref="Arrival.Prefix"/> stands for. 1 or more.</summary>
    int PrefixBlock { get; }

    /// <summary>
    /// When the next request arrives; null when none is due until one that is under way ends, or ever.
    /// </summary>
    Instant? Next { get; }

    /// <summary>Takes the next request; only while <see cref="Next"/> has a value. Times never go back.</summary>
    Arrival Take();

    /// <summary>Tells that a request is over. May make <see cref="Next"/> earlier, but not before its end.</summary>
    void Ended(in RequestRecord record);
}
