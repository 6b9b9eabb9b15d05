namespace Plimsoll.Serving.Fitting;

/// <summary>What a benchmark measures of a running engine.</summary>
public enum Metric
{
    /// <summary>Seconds from asking to the first token, averaged over requests.</summary>
    Ttft,

    /// <summary>Seconds between two tokens of a request, averaged, steps that compute input among them.</summary>
    Tpot,

    /// <summary>Median seconds between two tokens: a step that computes no input.</summary>
    Itl,

    /// <summary>Seconds from asking to the last token, averaged over requests.</summary>
    EndToEnd,

    /// <summary>Output tokens per second of a replica.</summary>
    TokensPerSecond,

    /// <summary>Watts of one accelerator.</summary>
    Watts,
}
