using Plimsoll.Limits;

namespace Plimsoll.Gateway.Admission;

/// <summary>The lane that a request asks for.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="IsExplicit">Whether it was asked for by name, and not only where there is one.</param>
internal readonly record struct AskedLane(Lane Lane, bool IsExplicit)
{
    /// <summary>The lane on which the request is put: the one asked for where its path has limits for it.</summary>
    public Lane For(Account account, Policy policy)
    {
        var lane = Lane;
        return lane != Lane.Standard && account.FurtherTerms(policy).Any(terms => terms.Lane == lane)
            ? lane
            : Lane.Standard;
    }
}
