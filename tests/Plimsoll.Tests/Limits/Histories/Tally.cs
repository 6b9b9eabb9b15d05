using Plimsoll.Tests.Limits.Reference;

namespace Plimsoll.Tests.Limits.Histories;

/// <summary>How often random histories met what they are for.</summary>
internal sealed class Tally
{
    private readonly Dictionary<string, int> counts = [];

    public void Count(string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    public void Count(NaiveAnswer answer)
    {
        Count(answer.Outcome);
        if (answer.States is { } states)
        {
            Count($"{states[0].Kind} binds");
            Count(answer.RetryAt is null ? "never" : "later");
            Count($"overage {answer.Overage}");
        }

        if (answer.Entry is { IsOverage: true })
            Count("overage paid");
        if (answer.Entry is { } entry && entry.Served != entry.Request.Lane)
            Count("downgraded");
    }

    public void AssertSeen(int often, params string[] what) => Assert.All(what, outcome => Assert.True(
        counts.GetValueOrDefault(outcome) >= often,
        $"'{outcome}' was met {counts.GetValueOrDefault(outcome)} times, less than {often}; met were "
        + string.Join(", ", counts.OrderBy(count => count.Key).Select(count => $"{count.Key}: {count.Value}"))));
}
