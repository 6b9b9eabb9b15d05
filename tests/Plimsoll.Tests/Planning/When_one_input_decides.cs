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

        Assert.Equal(sensitivity.Tornado[0].AtHigh, sensitivity.LowMargin, 12);
        Assert.Equal(sensitivity.Tornado[0].AtLow, sensitivity.HighMargin, 12);
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
        Assert.Equal(1, (Input("a", 0.6, 0.6, 0.6, assumed) with { Unit = "" }).Most);
        Assert.Equal(double.PositiveInfinity, (Input("a", 3, 3, 3, assumed) with { Unit = "" }).Most);
        Assert.Equal(double.PositiveInfinity, Input("a", 0.6, 0.6, 0.6, assumed).Most);
    }

    /// <summary>As many users as the fleet just bears, to 1.5 %.</summary>
    private static double UsersAtTheEdge()
    {
        var users = 1000.0;
        while (MarginWith(new SmallService { Users = users * 1.015 }) >= 1)
            users *= 1.015;
        return users;
    }
}
