using Plimsoll.Quantities;

namespace Plimsoll.Serving;

/// <summary>
/// What the steps of an engine worked on, in exact sums that do not depend on how steps were grouped. A step counts
/// when it ends; one that a removal or preemption changes under way counts as it began.
/// </summary>
public sealed class StepTally
{
    private readonly long[] byDecodes;

    /// <summary>An empty tally.</summary>
    /// <param name="sequences">Most sequences in a step.</param>
    public StepTally(int sequences) => byDecodes = new long[sequences + 1];

    /// <summary>Steps by the number of sequences that got a token from their cache: 0 to the most in a step.</summary>
    public ReadOnlySpan<long> StepsByDecodes => byDecodes;

    /// <summary>Steps.</summary>
    public long Steps { get; private set; }

    /// <summary>Tokens computed one at a time for sequences whose input is in the cache.</summary>
    public long DecodeTokens { get; private set; }

    /// <summary>Tokens in the caches of such sequences before the step, summed over sequences and steps.</summary>
    public long DecodeContext { get; private set; }

    /// <summary>Input tokens computed, those computed again after a preemption included.</summary>
    public long PrefillTokens { get; private set; }

    /// <summary>Tokens that such input tokens attend to, themselves included, summed over them.</summary>
    public Int128 PrefillAttended { get; private set; }

    /// <summary>Time in steps, in 1/65536 ns.</summary>
    public Int128 BusyUnits { get; private set; }

    /// <summary>Time in steps, in whole nanoseconds.</summary>
    public Duration Busy => new((long)(BusyUnits / FineTime.PerNanosecond));

    /// <summary>Adds all of another tally of as many sequences or fewer.</summary>
    public void Add(StepTally other)
    {
        for (var decodes = 0; decodes < other.byDecodes.Length; decodes++)
            byDecodes[decodes] += other.byDecodes[decodes];
        Steps += other.Steps;
        DecodeTokens += other.DecodeTokens;
        DecodeContext += other.DecodeContext;
        PrefillTokens += other.PrefillTokens;
        PrefillAttended += other.PrefillAttended;
        BusyUnits += other.BusyUnits;
    }

    /// <summary>Counts steps in which the same sequences get a token each.</summary>
    internal void AddDecodes(int sequences, long context, long steps)
    {
        byDecodes[sequences] += steps;
        Steps += steps;
        DecodeTokens += sequences * steps;
        DecodeContext += (context * steps) + (sequences * (steps * (steps - 1) / 2));
    }

    /// <summary>Counts input computed in a step that <see cref="AddDecodes"/> counts.</summary>
    internal void AddPrefill(int tokens, Int128 attended)
    {
        PrefillTokens += tokens;
        PrefillAttended += attended;
    }

    /// <summary>Tokens that input attends to after so many in the cache.</summary>
    internal static Int128 Attended(int tokens, long context) =>
        Math.BigMul(tokens, context) + (tokens * ((long)tokens + 1) / 2);

    /// <summary>Counts time in steps.</summary>
    internal void AddTime(FineTime time) => BusyUnits += time.Units;
}
