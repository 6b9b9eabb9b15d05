using Plimsoll.Limits.Replay;

namespace Plimsoll.Limits.Ledger;

/// <summary>
/// Takes a person out of a ledger: the names of a scope and of all beneath it give way to a name that says nothing.
/// What they used stays, and so does every sum.
/// </summary>
public sealed record ScopeErasure
{
    private readonly string organization;
    private readonly string newOrganization;

    /// <summary>An erasure.</summary>
    /// <param name="scope">Whose names go.</param>
    /// <param name="replacement">
    /// What stands in their place, itself without meaning, such as <c>acme/erased-7f3a</c>. In the same organization,
    /// unless the scope is an organization.
    /// </param>
    /// <exception cref="ArgumentException">The replacement is in another organization, or within the scope.</exception>
    public ScopeErasure(ScopeName scope, ScopeName replacement)
    {
        (organization, newOrganization) = (LedgerEntry.OrganizationOf(scope), LedgerEntry.OrganizationOf(replacement));
        if (scope.Text.Length == 0 || replacement.Text.Length == 0)
            throw new ArgumentException("An erasure needs a scope and what stands in its place.");
        if (replacement.IsWithin(scope))
            throw new ArgumentException($"'{replacement}' still names '{scope}': choose a name outside of it.");
        if (scope.Above is not null && organization != newOrganization)
        {
            throw new ArgumentException(
                $"'{replacement}' is not in the organization of '{scope}', whose sums would change: "
                + $"name it '{organization}/...'.");
        }

        (Scope, Replacement) = (scope, replacement);
    }

    /// <summary>Whose names go.</summary>
    public ScopeName Scope { get; }

    /// <summary>What stands in their place.</summary>
    public ScopeName Replacement { get; }

    /// <summary>Whether an entry names what is erased.</summary>
    public bool Concerns(in LedgerEntry entry) => entry.Scope.IsWithin(Scope);

    /// <summary>The entry without the names that go.</summary>
    public LedgerEntry Of(in LedgerEntry entry) =>
        Concerns(entry) ? entry with { Scope = Replacement } : entry;

    /// <summary>The sum without the names that go: only an organization has its name in sums.</summary>
    public UsageSum Of(in UsageSum sum) => Scope.Above is null && sum.Key.Organization == organization
        ? sum with { Key = sum.Key with { Organization = newOrganization } }
        : sum;
}
