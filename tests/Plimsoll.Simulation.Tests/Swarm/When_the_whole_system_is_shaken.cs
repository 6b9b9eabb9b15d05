using System.Collections.Immutable;

namespace Plimsoll.Simulation.Tests.Swarm;

/// <summary>The bounded form of <c>./test --soak</c>.</summary>
public class When_the_whole_system_is_shaken
{
    private const int Seeds = 1500;

    private static readonly string[] meant =
    [
        "Finished", "Left", "Limited", "Lost", "Overloaded", "TooLong", "Unfinished", "acts", "admitted",
        "begun again elsewhere", "found in a cache", "given back", "handed over", "left in mid-answer",
        "lost in mid-answer", "not included", "paid as overage", "preempted", "refused by Acceleration",
        "refused by Concurrency", "refused by InputTokens", "refused by OutputTokens", "refused by Requests",
        "refused by Session", "refused by Spend", "refused by Week", "refused for good", "replica: Drains",
        "replica: Gone", "replica: Withdrawn", "told when to come again", "used more than was estimated",
    ];

    [Fact]
    public void It_keeps_what_must_always_hold_and_comes_to_rest_when_healed()
    {
        var soak = new Soak();
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            if (soak.Fails(seed, SwarmCut.None) is { } failure)
                Assert.Fail(failure);
        }

        // The cases reach what they are meant to reach.
        Assert.DoesNotContain(meant, what => soak.Reached.GetValueOrDefault(what) < 50);
    }

    [Fact]
    public void A_case_is_the_same_whenever_it_is_drawn_and_run()
    {
        var (first, second) = (new Soak(), new Soak());
        for (var seed = 1UL; seed <= 20; seed++)
        {
            Assert.Null(first.Fails(seed, SwarmCut.None));
            Assert.Null(second.Fails(seed, SwarmCut.None));
        }

        Assert.Equal(first.Digest, second.Digest);
        Assert.Equal(first.Reached, second.Reached);
    }

    [Fact]
    public void What_is_left_out_of_a_case_is_written_as_it_is_read()
    {
        var cut = new SwarmCut([0, 1, 2, 7], [3], [1, 4]);

        Assert.Equal("r0-2,r7,f3,a1,a4", $"{cut}");
        Assert.Equal($"{cut}", $"{SwarmCut.Parse($"{cut}")}");
        Assert.Null(SwarmCut.Parse("x3"));
        Assert.Null(SwarmCut.Parse("r"));
    }

    [Fact]
    public void What_fails_is_made_smaller_until_nothing_can_be_left_out()
    {
        var drawn = SwarmCase.Of(1);
        var heads = drawn.Rows.Where(row => row.Think is null).ToList();
        var needed = ImmutableArray.Create(heads[3], heads[^1]);

        var cut = Shrinking.Shrink(drawn, SwarmCut.None, smaller => needed.All(smaller.Rows.Contains));

        Assert.Equal(needed, cut.Of(drawn).Rows);
        Assert.Empty(cut.Of(drawn).Faults);
    }
}
