namespace Plimsoll.Scenarios.Traces;

/// <summary>What is wrong with a trace: how many things, and the first of them.</summary>
public sealed class TraceProblems
{
    /// <summary>Problems that are kept.</summary>
    public const int Most = 20;

    private readonly List<Diagnostic> first = [];

    /// <summary>The first problems, in the order of the file.</summary>
    public IReadOnlyList<Diagnostic> First => first;

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    internal void Add(Diagnostic problem)
    {
        Count++;
        if (first.Count < Most)
            first.Add(problem);
    }
}
