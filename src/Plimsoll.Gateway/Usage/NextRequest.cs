using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Usage;

/// <summary>What would become of the next request for a model class: one without text, on the standard lane.</summary>
/// <param name="Class">The class.</param>
/// <param name="IsAdmitted">Whether it would be admitted.</param>
/// <param name="IsOverage">Whether it would be paid as overage.</param>
/// <param name="RetryAt">When it would be if nothing else happens; null: never, or it is not included.</param>
/// <param name="Binding">Name of the limit that takes longest; null where it is admitted or not included.</param>
internal sealed record NextRequest(string Class, bool IsAdmitted, bool IsOverage, Instant? RetryAt, string? Binding)
{
    /// <summary>Asks the limits; nothing is changed.</summary>
    public static NextRequest Of(GatewayState gateway, Account account, ClassTerms terms, Instant now)
    {
        var number = gateway.Limits.ClassNumber(terms.Name);
        var explanation = gateway.Limits.Explain(
            account.Path,
            new LimitRequest
            {
                Scope = account.Path.Scope,
                Class = number,
                Estimate = gateway.Estimates.Of(account.Number, number, textBytes: 0, maxTokens: null, terms),
                Product = account.Product,
            },
            now);
        return new NextRequest(
            terms.Name,
            explanation.IsAdmitted,
            explanation.IsOverage,
            explanation.RetryAt,
            explanation.Binding is { Before: var state } ? LimitNames.Of(state) : null);
    }
}
