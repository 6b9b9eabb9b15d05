using Plimsoll.Evidence;
using Plimsoll.Planning;

namespace Plimsoll.Tests.Planning;

public class When_one_input_decides
{
    private static readonly Provenance assumed = new(EvidenceKind.Assumed, null, null, null);
    private static readonly Provenance reported = new(EvidenceKind.Reported, "source", null, null);

    private static InputRecord Input(string path, double low, double mid, double high, Provenance evidence) =>
        new(path, "x", low, mid, high, evidence);

    private static Sensitivity Of(params InputRecord[] inputs) => Sensitivity.Of(inputs, values => new SmallService
    {
        Users = values.GetValueOrDefault("users", 60_000),
        OldAccelerators = values.GetValueOrDefault("accelerators", 2000),
        NewMegawatts = values.GetValueOrDefault("megawatts", 3.5),
        Organizations = values.GetValueOrDefault("organisations", 200),
    }.Model());

    private static double MarginWith(SmallService service) => new Planner(service.Model()).RampedMargin();

    [Fact]
    public void Each_bar_is_what_an_end_alone_gives_and_the_widest_comes_first()
    {
        var tornado = Of(
            Input("organisations", 190, 200, 210, reported),
            Input("users", 30_000, 60_000, 90_000, reported),
            Input("accelerators", 2000, 2000, 2000, assumed)).Tornado;

        Assert.Equal(["users", "organisations"], tornado.Select(bar => bar.Input.Path));
        Assert.Equal(MarginWith(new SmallService { Users = 30_000 }), tornado[0].AtLow, 12);
        Assert.Equal(MarginWith(new SmallService { Users = 90_000 }), tornado[0].AtHigh, 12);
        Assert.Equal((90_000, 30_000), (tornado[0].Worse, tornado[0].Better));
    }

    [Fact]
    public void Where_only_one_input_is_disputed_the_range_is_its_bar()
    {
        var sensitivity = Of(Input("users", 30_000, 60_000, 90_000, reported));

        Assert.Equal(sensitivity.Tornado[0].AtHigh, sensitivity.Worse.Under(Condition.Storm), 12);
        Assert.Equal(sensitivity.Tornado[0].AtLow, sensitivity.Better.Under(Condition.Storm), 12);
    }

    [Fact]
    public void A_tipping_point_is_the_nearest_value_at_which_the_answer_is_the_other_one()
    {
        var users = UsersAtTheEdge();
        var sensitivity = Sensitivity.Of([Input("users", users, users, users, assumed)], values =>
            new SmallService { Users = values.GetValueOrDefault("users", users) }.Model());
        var tip = Assert.Single(sensitivity.Tips);

        Assert.True(MarginWith(new SmallService { Users = users }) >= 1);
        Assert.True(MarginWith(new SmallService { Users = tip.Value }) < 1);
        Assert.True(MarginWith(new SmallService { Users = tip.Value - (users / 1000) }) >= 1);
        Assert.False(tip.IsWithinRange);
    }

    [Fact]
    public void What_is_reported_without_dispute_tips_nothing()
    {
        var users = UsersAtTheEdge();

        Assert.Empty(Sensitivity.Of([Input("users", users, users, users, reported)], values =>
            new SmallService { Users = values.GetValueOrDefault("users", users) }.Model()).Tips);
    }

    [Fact]
    public void A_share_is_raised_to_the_whole_at_most()
    {
        var share = Input("a", 0.95, 0.95, 0.95, assumed) with { Form = InputForm.Share };

        Assert.Equal(1, share.Most);
        Assert.Null(share.Raised);
        Assert.Equal(0.95 / 1.1, share.Lowered);
        Assert.Equal(double.PositiveInfinity, Input("a", 0.6, 0.6, 0.6, assumed).Most);
    }

    [Theory]
    [InlineData(1, null, 2.0)]
    [InlineData(2, 1.0, 4.0)]
    [InlineData(5, 3.0, 10.0)]
    [InlineData(16, 8.0, 32.0)]
    public void A_whole_number_is_halved_and_doubled(double mid, double? lowered, double? raised)
    {
        var feeds = Input("feeds", mid, mid, mid, assumed) with { Form = InputForm.Whole };

        Assert.Equal(lowered, feeds.Lowered);
        Assert.Equal(raised, feeds.Raised);
    }

    [Fact]
    public void Doubled_feeds_count_by_the_ratio_of_two()
    {
        var sensitivity = OfFeeds(60_000, 2);

        // With one site alone, half of it is left with two feeds and three quarters with four.
        Assert.Equal(Math.Log(1.5) / Math.Log(2), Assert.Single(sensitivity.Effects).Elasticity, 6);
    }

    [Fact]
    public void Feeds_turn_the_answer_at_a_whole_number()
    {
        // Six feeds leave five sixths, four leave three quarters: the margin passes 1 between them.
        var margin = OfFeeds(60_000, 6).Margin;
        var users = 60_000 * margin * 0.78 / (5.0 / 6);
        var tip = Assert.Single(OfFeeds(users, 6).Tips);

        Assert.Equal(4, tip.Value);
    }

    private static Sensitivity OfFeeds(double users, double feeds) => Sensitivity.Of(
        [Input("feeds", feeds, feeds, feeds, assumed) with { Form = InputForm.Whole }],
        values =>
        {
            var model = new SmallService { Users = users, Organizations = 0 }.Model();
            var old = model.Sites.Single(site => site.Name == "old");
            return model with { Sites = [old with { Feeds = values.GetValueOrDefault("feeds", feeds) }] };
        });

    /// <summary>As many users as the fleet just bears, to 1.5 %.</summary>
    private static double UsersAtTheEdge()
    {
        var users = 1000.0;
        while (MarginWith(new SmallService { Users = users * 1.015 }) >= 1)
            users *= 1.015;
        return users;
    }
}
