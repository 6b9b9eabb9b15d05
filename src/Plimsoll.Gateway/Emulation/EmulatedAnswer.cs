namespace Plimsoll.Gateway.Emulation;

/// <summary>An answer in the making.</summary>
/// <param name="Number">Number that no other answer of the fleet has.</param>
/// <param name="Request">What was asked.</param>
/// <param name="Output">Output tokens it will have, in all choices.</param>
/// <param name="Cut">Whether the client's bound ends it, rather than the model.</param>
/// <param name="Created">When it was accepted.</param>
internal sealed record EmulatedAnswer(
    long Number, EmulatedRequest Request, int Output, bool Cut, DateTimeOffset Created)
{
    /// <summary>Output tokens of each choice.</summary>
    public int OutputOfEach => Output / Request.Choices;
}
