namespace Plimsoll.Gateway.Upstream;

/// <summary>Where the gateway reads how loaded a server is, beside its own requests in flight there.</summary>
public enum LoadReading
{
    /// <summary>Nowhere: only the gateway's own requests in flight count.</summary>
    InFlight = 0,

    /// <summary>Headers of its answers: ORCA's load report, or what is left of a vendor's rate limits.</summary>
    Headers = 1,

    /// <summary>The metrics of vLLM.</summary>
    Vllm = 2,

    /// <summary>The metrics of SGLang.</summary>
    Sglang = 3,

    /// <summary>The metrics of llama.cpp's server.</summary>
    LlamaCpp = 4,
}
