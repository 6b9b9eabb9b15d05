using System.Collections.Immutable;

namespace Plimsoll.Scenarios.Traces;

/// <summary>Every form of traces.</summary>
internal static class TraceForms
{
    /// <summary>The form of a folder; every other is that of a file.</summary>
    public static readonly ITraceForm Folder = new VllmRun();

    /// <summary>All, in the order in which a file is tried.</summary>
    public static readonly ImmutableArray<ITraceForm> All =
    [
        new PlimsollTable(), RequestTable.Azure, new MooncakeLines(), RequestTable.ServeGen, RequestTable.Vidur,
        RequestTable.BurstGpt, new TraceLabTable(), new TraceLabRounds(), Folder,
    ];
}
