using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Plimsoll.Limits;
using Plimsoll.Limits.Estimates;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// What requests are expected to use, learned from what such requests used. Safe to share between threads.
/// </summary>
internal sealed class Estimates(EstimateTerms terms)
{
    private readonly Lock gate = new();
    private readonly UsageEstimator estimator = new(terms);

    /// <summary>Whose habits count: a number for a scope, the same in every process.</summary>
    public static ulong NumberOf(string scope) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(scope)));

    /// <inheritdoc cref="UsageEstimator.Estimate"/>
    public TokenUsage Of(ulong account, int modelClass, long textBytes, long? maxTokens, ClassTerms @class)
    {
        lock (gate)
            return estimator.Estimate(account, modelClass, textBytes, maxTokens, @class);
    }

    /// <inheritdoc cref="UsageEstimator.Learn"/>
    public void Learn(
        ulong account, int modelClass, long textBytes, in TokenUsage actual, in TokenUsage estimate, bool isComplete)
    {
        lock (gate)
            estimator.Learn(account, modelClass, textBytes, actual, estimate, isComplete);
    }

    /// <summary>How estimates held for an account, or for a class where the account has no history.</summary>
    public EstimateError ErrorOf(ulong account, int modelClass)
    {
        lock (gate)
            return estimator.Error(account, modelClass) ?? estimator.Error(modelClass);
    }
}
