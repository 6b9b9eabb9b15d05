namespace Plimsoll.Serving;

/// <summary>What one step of a replica works on. <c>default</c> is an idle step.</summary>
/// <param name="DecodeSequences">Sequences that each get one token; fractional where it is an average.</param>
/// <param name="MeanContext">Tokens in the key-value cache of such a sequence, averaged over them.</param>
/// <param name="PrefillTokens">Input tokens computed in the same step.</param>
/// <param name="PrefillContext">Tokens that such an input token attends to, averaged over them.</param>
public readonly record struct StepLoad(
    double DecodeSequences, double MeanContext, double PrefillTokens, double PrefillContext);
