using System.Collections.Frozen;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Plimsoll.Limits;
using Plimsoll.Limits.Documents;
using Plimsoll.Quantities;
using Plimsoll.Tests.Limits.Histories;

namespace Plimsoll.Tests.Limits.Documents;

public class When_a_policy_is_written_and_read
{
    private static readonly Config config = Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20261129, 3, 0);

    [Fact]
    public void It_says_what_it_said()
    {
        var any = from first in Policies.Any(Themes.Everything, new Instant(-1))
                  from second in Policies.Any(Themes.Everything, Instant.FromUnixSeconds(1_800_000_000))
                  from reserve in Gen.Elements(Enum.GetValues<OutputReserve>())
                  select new PolicyTimeline([WithReserve(first, reserve), second with { Changes = ["a", "b"] }]);
        Check.One(config, Prop.ForAll(Arb.From(any), timeline =>
        {
            var text = PolicyJson.Write(timeline);
            var (read, problems) = Read(text);

            Assert.Empty(problems);
            Assert.Equal(text, PolicyJson.Write(read!));
            foreach (var (before, after) in timeline.Versions.Zip(read!.Versions))
                AssertSame(before, after);
        }));
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place()
    {
        var (read, problems) = Read("""
            {"format":"plimsoll.policy/2","versions":[
              {"effective_from":"2026-05-06","changes":[],"session_ns":1.5,"session_grid_ns":1,"reservation_ns":1,
               "batch_ns":1,"classes":[{"name":"opus"}],"plans":[],"tiers":[],
               "sets":[{"name":"a","limits":[{"kind":"rat","name":"x"},{"kind":"window","name":"y","window":"day",
               "micro_credits":-1}]},{"name":"a"}],"allowances":[{"change":"c","name":"n","window":"week","plans":[],
               "factor":0,"hours":{"days":["sunday","funday"],"from_ns":0,"to_ns":1,"zone":"Mars"}}],"color":1}]}
            """);

        Assert.Null(read);
        var told = string.Join('\n', problems);
        string[] parts =
        [
            "format: found \"plimsoll.policy/2\"", "versions[0].effective_from: found \"2026-05-06\"",
            "versions[0].session_ns: found 1.5", "versions[0].classes[0].models: is missing",
            "versions[0].sets[0].limits[0].kind: found \"rat\"", "nearest: 'rate'",
            "versions[0].sets[0].limits[1].window: found \"day\"",
            "versions[0].sets[0].limits[1].micro_credits: found -1", "versions[0].sets[1]: 'a' is there twice",
            "versions[0].allowances[0].factor: found 0", "found 'funday'",
            "versions[0].allowances[0].hours.zone: found \"Mars\"", "versions[0].color: is no field of a version",
        ];
        Assert.All(parts, part => Assert.Contains(part, told, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("[]", "found []; expected an object")]
    [InlineData("""{"format":"plimsoll.policy/1","versions":[]}""", "versions: found []; expected at least one")]
    [InlineData("""{"format":"plimsoll.policy/1","versions":[1]}""", "versions: found [1]; expected a list")]
    public void What_is_no_policy_is_refused(string text, string told) =>
        Assert.Contains(told, string.Join('\n', Read(text).Problems), StringComparison.Ordinal);

    [Fact]
    public void Versions_that_do_not_ascend_are_refused()
    {
        var version = Policies.Any(Themes.Everything, default).Sample(1, 1).Single();
        var one = PolicyJson.TextOf(version);
        var list = one[(one.IndexOf('[', StringComparison.Ordinal) + 1)..];
        var object_ = list[..(list.LastIndexOf("],\"zones\"", StringComparison.Ordinal) is > 0 and var end
            ? end
            : list.LastIndexOf(']'))];
        var twice = one.Replace(object_, $"{object_},{object_}", StringComparison.Ordinal);

        Assert.Contains(
            "versions[1].effective_from: found 1970-01-01T00:00:00Z; expected a later instant",
            Assert.Single(Read(twice).Problems),
            StringComparison.Ordinal);
    }

    private static Policy WithReserve(Policy policy, OutputReserve reserve) => policy with
    {
        Classes = policy.Classes.ToFrozenDictionary(one => one.Key, one => one.Value with { Reserve = reserve }),
    };

    private static (PolicyTimeline? Timeline, List<string> Problems) Read(string text)
    {
        var problems = new List<string>();
        using var json = JsonDocument.Parse(text);
        return (PolicyJson.Read(json.RootElement, problems), problems);
    }

    private static void AssertSame(Policy before, Policy after)
    {
        Assert.Equivalent(before with { Classes = Empty, Plans = None, Tiers = No, Sets = Without, Allowances = [] },
            after with { Classes = Empty, Plans = None, Tiers = No, Sets = Without, Allowances = [] }, strict: true);
        AssertSame(before.Classes, after.Classes);
        AssertSame(before.Plans, after.Plans);
        AssertSame(before.Sets, after.Sets);
        AssertSame(before.Tiers.ToDictionary(one => one.Key, one => one.Value.Further),
            after.Tiers.ToDictionary(one => one.Key, one => one.Value.Further));
        foreach (var (name, tier) in before.Tiers)
            AssertSame(tier.Rates, after.Tiers[name].Rates);
        foreach (var (one, other) in before.Allowances.Zip(after.Allowances))
        {
            Assert.Equal(one.Plans.Order(), other.Plans.Order());
            var same = FrozenSet<string>.Empty;
            Assert.Equivalent(one with { Plans = same }, other with { Plans = same }, strict: true);
        }
    }

    private static void AssertSame<T>(IReadOnlyDictionary<string, T> before, IReadOnlyDictionary<string, T> after)
    {
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        foreach (var (name, one) in before)
            Assert.Equivalent(one, after[name], strict: true);
    }

    private static FrozenDictionary<string, ClassTerms> Empty => FrozenDictionary<string, ClassTerms>.Empty;

    private static FrozenDictionary<string, PlanTerms> None => FrozenDictionary<string, PlanTerms>.Empty;

    private static FrozenDictionary<string, TierTerms> No => FrozenDictionary<string, TierTerms>.Empty;

    private static FrozenDictionary<string, LimitSet> Without => FrozenDictionary<string, LimitSet>.Empty;
}
