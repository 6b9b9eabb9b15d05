using Plimsoll.Demand;
using Plimsoll.Planning;

namespace Plimsoll.Tests.Planning;

/// <summary>Hours of a week that ask for more of the one class or of the other, and few for more of both.</summary>
public class When_hours_ask_for_different_classes
{
    private const int Classes = 2;

    private static readonly ServiceModel model = new SmallService().Model();

    private static readonly Fleet fleet = Fleet.At(model, model.Compare.Ramped, new EngineTable(), except: []);

    [Theory]
    [InlineData(37, 61)]
    [InlineData(11, 90)]
    [InlineData(50, 13)]
    public void The_tightest_is_that_of_all_hours_each_on_its_own(int large, int small)
    {
        double[] load = [.. Enumerable.Range(0, WeekShape.Hours)
            .SelectMany(hour => new[] { 1.0 + (hour * large % 101), 1.0 + (hour * small % 103) })];
        var alone = Enumerable.Range(0, WeekShape.Hours).Select(hour => Margin(Only(load, hour)).Multiple).ToArray();
        var whole = Margin(load);

        Assert.Equal(alone.Min(), whole.Multiple, 9);
        Assert.Equal(alone[whole.Hour], whole.Multiple, 9);
    }

    [Fact]
    public void An_hour_that_asks_for_more_of_the_last_class_alone_counts()
    {
        var load = new double[WeekShape.Hours * Classes];
        (load[0], load[1]) = (2, 1);
        (load[2], load[3]) = (1, 1000);

        Assert.Equal(1, Margin(load).Hour);
    }

    private static Margin Margin(double[] load) => new Adequacy(fleet, model.Criterion).Of(load, growth: 1);

    private static double[] Only(double[] load, int hour) =>
        [.. load.Select((asked, i) => i / Classes == hour ? asked : 0)];
}
