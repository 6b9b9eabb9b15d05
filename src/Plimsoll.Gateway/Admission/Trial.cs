using Plimsoll.Gateway.Keys;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Admission;

/// <summary>
/// Whether a policy can be enforced for what scopes carry, tried in a book of its own before anything is changed.
/// </summary>
public static class Trial
{
    /// <summary>Everything that keeps a policy from being enforced for the keys of a ring; empty: nothing.</summary>
    /// <param name="timeline">The policy.</param>
    /// <param name="ring">The keys. What they are entitled to has to stand in the policy's last version.</param>
    public static IReadOnlyList<string> Problems(PolicyTimeline timeline, KeyRing ring)
    {
        var policy = timeline.Versions[^1];
        var sets = new KeySets(policy);
        return
        [
            .. ring.Keys.SelectMany(sets.Missing),
            .. ring.Scopes.SelectMany(sets.Missing),
            .. Problems(timeline, ring.Tree.All.Select(scope => scope.Terms)),
        ];
    }

    /// <summary>Everything that keeps a policy from being enforced where scopes carry this.</summary>
    internal static IReadOnlyList<string> Problems(PolicyTimeline timeline, IEnumerable<ScopeTerms> terms)
    {
        var problems = new List<string>();
        var books = new List<LimitBook>();
        foreach (var version in timeline.Versions)
            Try(() => books.Add(new LimitBook(new PolicyTimeline([version]))), problems);
        foreach (var one in terms.DistinctBy(one => string.Join('\n', one.Sets)))
        {
            foreach (var book in books)
                Try(() => book.Add(default, ScopeLevel.Organization, one), problems);
        }

        return [.. problems.Distinct()];
    }

    private static void Try(Action action, List<string> problems)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            problems.Add(e.Message);
        }
    }
}
