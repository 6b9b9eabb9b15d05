namespace Plimsoll.Serving;

/// <summary>Tokens of an average request. <c>default</c> is an empty request and serves nothing.</summary>
/// <param name="Input">Input that has to be computed, cache writes included.</param>
/// <param name="Cached">Input read from the prefix cache.</param>
/// <param name="Output">Output. Above zero where throughput is asked for.</param>
public readonly record struct TrafficShape(double Input, double Cached, double Output)
{
    // A sequence is on average a little past half of its output: long answers hold their slot longer.
    private const double MeanOutputProgress = 0.55;

    /// <summary>Tokens in the key-value cache of a sequence, averaged over its decoding.</summary>
    public double MeanContext => Input + Cached + (MeanOutputProgress * Output);

    /// <summary>Tokens in the key-value cache of a sequence at its end.</summary>
    public double FullContext => Input + Cached + Output;
}
