namespace Plimsoll.Bench.Gateway.Mock;

/// <summary>How the mock upstream answers.</summary>
internal sealed record MockPlan
{
    public required int Port { get; init; }

    /// <summary>Chunks of text in a streamed answer; 0: answers are whole JSON.</summary>
    public int Chunks { get; init; }

    /// <summary>Milliseconds between chunks; 0: the whole stream is written at once.</summary>
    public int EveryMs { get; init; }

    /// <summary>Requests that are worked on at a time, the others wait in order; 0: no bound, no work.</summary>
    public int Slots { get; init; }

    /// <summary>With slots: time that one token of output takes.</summary>
    public double MsPerToken { get; init; }
}
