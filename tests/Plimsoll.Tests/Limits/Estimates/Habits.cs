using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;
using Plimsoll.Quantities;

namespace Plimsoll.Tests.Limits.Estimates;

/// <summary>Steps of the tests of estimates: requests of accounts that write as they are told.</summary>
internal static class Habits
{
    public const int Class = 3;
    public const long Text = 4000;
    private const ulong Multiplier = 6364136223846793005;

    public static ClassTerms Terms { get; } = new(
        "opus", ["opus"], new CreditWeights(default, default, default, default), new Tokens(1000));

    public static TokenUsage Output(long tokens) => new(new Tokens(Text / 4), default, default, new Tokens(tokens));

    public static long Expects(this UsageEstimator estimator, ulong account, long text = Text, long? most = null) =>
        estimator.Estimate(account, Class, text, most, Terms).Output.Value;

    /// <summary>Estimates a request, serves it and learns from it.</summary>
    public static TokenUsage Serves(
        this UsageEstimator estimator, ulong account, long written, long text = Text, bool isComplete = true)
    {
        var estimate = estimator.Estimate(account, Class, text, null, Terms);
        estimator.Learn(account, Class, text, Output(written), estimate, isComplete);
        return estimate;
    }

    /// <summary>Whole numbers from 1 to <paramref name="most"/>, the same in each run.</summary>
    public static IEnumerable<long> Drawn(int count, long most)
    {
        var state = 20260506UL;
        for (var i = 0; i < count; i++)
        {
            unchecked
            {
                state = (state * Multiplier) + 1442695040888963407;
            }

            yield return 1 + (long)((state >> 33) % (ulong)most);
        }
    }
}
