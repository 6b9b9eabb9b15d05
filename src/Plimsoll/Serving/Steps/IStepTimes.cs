using Plimsoll.Quantities;

namespace Plimsoll.Serving.Steps;

/// <summary>
/// How long the steps of one replica take. Times are at least one nanosecond and depend on nothing but the arguments.
/// </summary>
public interface IStepTimes
{
    /// <summary>
    /// A step that gives one token to each of <paramref name="sequences"/> sequences (1 or more) and computes no input.
    /// </summary>
    /// <param name="sequences">Sequences in the batch.</param>
    /// <param name="context">Tokens in their caches before the step, all together.</param>
    DecodeLine Decode(int sequences, long context);

    /// <summary>A step that computes input as well.</summary>
    /// <param name="sequences">Sequences that each get one token from their cache. 0 or more.</param>
    /// <param name="context">Tokens in their caches before the step, all together.</param>
    /// <param name="prefill">Input computed in the same step, in the order of the batch. 1 or more parts.</param>
    FineTime Mixed(int sequences, long context, ReadOnlySpan<PrefillPart> prefill);
}
