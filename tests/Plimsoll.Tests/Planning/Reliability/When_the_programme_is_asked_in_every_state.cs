using Plimsoll.Demand;
using Plimsoll.Planning;
using Plimsoll.Planning.Reliability;
using static Plimsoll.Tests.Planning.Reliability.RiskyService;

namespace Plimsoll.Tests.Planning.Reliability;

/// <summary>
/// The slow and obvious way: whether the programme of the fleet serves each hour's load in each state, weighed by how
/// likely the state is.
/// </summary>
public class When_the_programme_is_asked_in_every_state
{
    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(0.4, 0.8)]
    [InlineData(0.4, 1.3)]
    [InlineData(0.15, 1.1)]
    [InlineData(0.15, 1.8)]
    public void What_it_finds_lies_between_the_bounds_and_fixed_prices_below_it(double bandwidth, double sites)
    {
        var model = Model(name => Fails(feed: 0.1, whole: 0.05)(name) with
        {
            Curtailment = new(Cause(0.1), 0.97),
        });
        var study = Week(model.Mixed(bandwidth), sites);

        for (var category = 0; category < study.Load.Categories.Length; category++)
        {
            var asked = Asked(study, category);
            var bounds = study.BoundsFrom(category);
            Assert.InRange(asked, bounds.AtLeast.LossHours - 1e-9, bounds.AtMost.LossHours + 1e-9);
            Assert.InRange(study.Report.Categories[category].LossHours, 0, asked + 1e-9);
        }

        Assert.InRange(study.BoundsFrom(0).AtLeast.LossHours, 0.5 * Asked(study, 0), 168);
    }

    /// <summary>By day they ask for the large class, by night for the small one.</summary>
    [Theory]
    [InlineData(0.15, 1.1)]
    [InlineData(0.15, 1.6)]
    [InlineData(0.4, 1.1)]
    public void It_does_so_where_the_mix_of_classes_turns_over_the_day(double bandwidth, double sites)
    {
        var model = Model(Fails(feed: 0.1, whole: 0.05)).Mixed(bandwidth);
        var night = new Rhythm(
            [.. Enumerable.Range(0, 24).Select(hour => hour < 8 ? 9.0 : 0.1)], [.. Enumerable.Repeat(1.0, 24)]);
        var study = Week(model with
        {
            Populations =
            [
                model.Populations[0] with { Mix = [1, 0] },
                model.Populations[1] with { Mix = [0, 1], Rhythm = night },
            ],
        }, sites);
        var (asked, bounds) = (Asked(study, 0), study.BoundsFrom(0));

        Assert.True(asked > 0);
        Assert.InRange(asked, bounds.AtLeast.LossHours - 1e-9, bounds.AtMost.LossHours + 1e-9);
    }

    [Fact]
    public void At_fixed_prices_states_tell_what_tables_do()
    {
        var study = Week(Model(Fails(feed: 0.1, whole: 0.05), providers: 0.02).Mixed(0.5), sites: 1.3);
        var (table, states) = (study.Tables.At(0), study.StatesAt(0));

        Assert.Equal(1, states.States.Sum(state => state.Probability) + states.LeftOut, 1e-12);
        foreach (var part in new[] { 0.1, 0.3, 0.45, 0.55, 0.8, 0.95 })
        {
            var load = part * table.Most;
            var below = states.States.Where(state => study.Worth.Of(state.Sites.AsSpan()) < load)
                .Sum(state => state.Probability);
            Assert.Equal(below, table.Below(load), 1e-9);
        }
    }

    private static double Asked(ServiceAdequacy study, int category)
    {
        var programme = new Adequacy(study.Supply.Fleet, Criterion.Normal);
        var lost = 0.0;
        foreach (var state in study.StatesAt(0).States)
        {
            for (var hour = 0; hour < study.Load.Hours; hour++)
            {
                var isServed = programme.Multiple(study.Load.From(category, hour), state.Sites.AsSpan()) >= 1 - 1e-9;
                lost += isServed ? 0 : state.Probability;
            }
        }

        return lost;
    }
}
