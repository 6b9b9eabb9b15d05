namespace Plimsoll.Bench.Gateway.Load;

/// <summary>One who asks.</summary>
/// <param name="Key">Key that is sent.</param>
/// <param name="MaxTokens">Tokens that its requests ask for.</param>
/// <param name="PerSecond">Requests a second of an open load.</param>
internal sealed record Tenant(string Key, int MaxTokens, double PerSecond = 0)
{
    private const int PromptBytesPerToken = 4;
    private const int OutputWeight = 5; // an input token counts once, as in the gateway's queue

    /// <summary>Virtual tokens of requests that have so long a prompt and so many tokens of output in all.</summary>
    public static double VirtualTokens(long requests, int promptBytes, double output) =>
        (requests * (double)promptBytes / PromptBytesPerToken) + (OutputWeight * output);
}
