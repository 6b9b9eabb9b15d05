namespace Plimsoll.Simulation.Vidur;

/// <summary>A request as Vidur sees it. <c>default</c> has no tokens and means nothing.</summary>
/// <param name="ArrivedAt">When it arrives, in seconds of Vidur's clock. Finite.</param>
/// <param name="Prefill">Tokens of its prompt. 1 or more.</param>
/// <param name="Decode">Tokens it produces, the one at the end of its prefill included. 1 or more.</param>
public readonly record struct VidurRequest(double ArrivedAt, int Prefill, int Decode)
{
    /// <summary>All tokens, those of the prompt and those produced.</summary>
    public int Total => Prefill + Decode;
}
