using Plimsoll.Simulation.Workloads;

namespace Plimsoll.Scenarios.Traces;

/// <summary>A published form of traces.</summary>
internal interface ITraceForm
{
    /// <summary>What <c>--format</c> calls it.</summary>
    string Name { get; }

    /// <summary>How its first line looks, for a person.</summary>
    string Head { get; }

    /// <summary>Whether instants are dates: then the first is moved to zero.</summary>
    bool IsDated { get; }

    /// <summary>Whether a file that begins with a line is of this form.</summary>
    bool Recognizes(string head);

    /// <summary>Tokens that a prefix name stands for in a file that begins with a line; 0: it has no names.</summary>
    int PrefixBlock(string head);

    /// <summary>
    /// Reads every row that can be read, one by one, in the order of the file, and tells the reading of the others.
    /// </summary>
    IEnumerable<TraceRow> Read(TraceReading reading);
}
