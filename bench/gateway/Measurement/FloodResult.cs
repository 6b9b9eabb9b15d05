using Plimsoll.Bench.Gateway.Mock;

namespace Plimsoll.Bench.Gateway.Measurement;

/// <summary>Many slow streams at the same time through the gateway.</summary>
/// <param name="Streams">Streams that were open at the same time.</param>
/// <param name="Sample">What was measured while all of them were.</param>
/// <param name="Produced">What the mock says that it produced.</param>
/// <param name="Recorded">What the gateway's limit log says was charged.</param>
/// <param name="Credits">Credits that <c>GET /v1/usage</c> of all keys says were used.</param>
/// <param name="ExpectedCredits">What they have to be for what was produced.</param>
/// <param name="Reserved">Credits that it says are still held.</param>
internal sealed record FloodResult(
    int Streams,
    Sample Sample,
    TokenTotals Produced,
    TokenTotals Recorded,
    decimal Credits,
    decimal ExpectedCredits,
    decimal Reserved)
{
    public bool IsExact => Produced == Recorded && Credits == ExpectedCredits && Reserved == 0;
}
