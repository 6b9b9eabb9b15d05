namespace Plimsoll.Evidence;

/// <summary>How an input is known. Numbered and append-only: the names appear in JSON output.</summary>
public enum EvidenceKind
{
    /// <summary>Somebody published it; source and date are kept.</summary>
    Reported = 1,

    /// <summary>It was measured; source and date are kept.</summary>
    Measured = 2,

    /// <summary>It follows from other inputs by a stated formula.</summary>
    Derived = 3,

    /// <summary>Nobody published it: the scenario's author chose it. Said wherever it surfaces.</summary>
    Assumed = 4,
}

/// <summary>Where an input comes from.</summary>
/// <param name="Kind">How it is known.</param>
/// <param name="Source">Name of an entry in the scenario's <c>sources</c>; required when reported or measured.</param>
/// <param name="Date">Day the source says it; null when the source has none.</param>
/// <param name="Note">The figure as reported, the formula it is derived by, or why it is assumed.</param>
public sealed record Provenance(EvidenceKind Kind, string? Source, DateOnly? Date, string? Note);
