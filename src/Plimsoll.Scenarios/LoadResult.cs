namespace Plimsoll.Scenarios;

/// <summary>A scenario that can be computed with, or everything that keeps it from being one: a closed type.</summary>
public abstract record LoadResult
{
    private LoadResult()
    {
    }

    /// <summary>Nothing is wrong.</summary>
    /// <param name="Document">The scenario.</param>
    public sealed record Loaded(ScenarioDocument Document) : LoadResult;

    /// <summary>At least one thing is wrong.</summary>
    /// <param name="Diagnostics">Everything that is wrong, in order of file, line and column.</param>
    public sealed record Rejected(IReadOnlyList<Diagnostic> Diagnostics) : LoadResult;
}
