using Plimsoll.Quantities;

namespace Plimsoll.Limits;

/// <summary>Which of several caps counts for a user whose groups, seat and organization each have one.</summary>
public static class SpendPrecedence
{
    /// <summary>How caps of several groups combine. Numbered and append-only.</summary>
    public enum GroupRule
    {
        /// <summary>The lowest counts.</summary>
        Lowest = 1,

        /// <summary>The highest counts; a group without a cap makes it unlimited.</summary>
        Highest = 2,
    }

    /// <summary>
    /// The cap in force: the user's own, else that of the groups, else that of the seat's tier, else the
    /// organization's default. The organization's own limit is not among them: it is a limit of its scope and holds in
    /// any case.
    /// </summary>
    /// <param name="user">The user's own; null: none was set.</param>
    /// <param name="groups">Those of the user's groups, null within for unlimited; empty: in no group.</param>
    /// <param name="rule">How groups combine.</param>
    /// <param name="seatTier">That of the seat's tier; null: none was set.</param>
    /// <param name="organization">The organization's default; null: none was set.</param>
    /// <returns>The cap; null: unlimited. Zero blocks.</returns>
    public static MicroUsd? Effective(
        MicroUsd? user,
        IReadOnlyCollection<MicroUsd?> groups,
        GroupRule rule,
        MicroUsd? seatTier,
        MicroUsd? organization)
    {
        if (user is not null)
            return user;
        if (groups.Count == 0)
            return seatTier ?? organization;
        if (rule == GroupRule.Highest)
            return groups.Any(group => group is null) ? null : groups.Max();
        return groups.Where(group => group is not null).Min();
    }
}
